import type { DocumentFile, SourceFile, Surroundings } from './code-map.js'
import type { ParsedFile } from './link/parsed-file.js'
import { joinPackages } from './packages/join-packages.js'

/** What files beside the code say, joined over the repository, and what the code says in literals. */
export function readSurroundings(found: readonly DocumentFile[], parsed: readonly ParsedFile[], files: readonly SourceFile[]): Surroundings {
  const aside = new Set(files.flatMap(({ path, role }) => (role === 'test' || role === 'example' || role === 'docs' ? path : [])))
  const told = parsed.filter(({ path }) => !aside.has(path))
  const documents = [...found].sort((a, b) => (a.path < b.path ? -1 : 1))
  const manifests = documents.flatMap(({ path, facts }) => (facts.kind === 'manifest' ? [{ path, facts }] : []))
  const locks = documents.flatMap(({ path, facts }) => (facts.kind === 'lock' ? [{ path, facts }] : []))
  return {
    packages: joinPackages(manifests, locks),
    documents: documents.filter(({ facts }) => facts.kind !== 'manifest' && facts.kind !== 'lock'),
    settings: told.flatMap(({ path, facts }) => (facts.settings ?? []).map((read) => ({ ...read, file: path }))),
    routes: told.flatMap(({ path, facts }) => (facts.routes ?? []).map((route) => ({ ...route, file: path }))),
    commands: told.flatMap(({ path, facts }) => (facts.commands ?? []).map((command) => ({ ...command, file: path }))),
  }
}
