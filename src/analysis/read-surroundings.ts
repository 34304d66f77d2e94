import type { DocumentFile, Surroundings } from './code-map.js'
import { joinPackages } from './packages/join-packages.js'

/** What files beside the code say, joined over the repository. */
export function readSurroundings(found: readonly DocumentFile[]): Surroundings {
  const documents = [...found].sort((a, b) => (a.path < b.path ? -1 : 1))
  const manifests = documents.flatMap(({ path, facts }) => (facts.kind === 'manifest' ? [{ path, facts }] : []))
  const locks = documents.flatMap(({ path, facts }) => (facts.kind === 'lock' ? [{ path, facts }] : []))
  return {
    packages: joinPackages(manifests, locks),
    documents: documents.filter(({ facts }) => facts.kind !== 'manifest' && facts.kind !== 'lock'),
  }
}
