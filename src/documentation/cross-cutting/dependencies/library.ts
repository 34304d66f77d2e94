import type { CodeMap, FileImport } from '../../../analysis/code-map.js'
import type { DependencyGroup, Ecosystem } from '../../../analysis/documents/document-facts.js'
import type { PackageDependency, PackageFacts } from '../../../analysis/packages/package-facts.js'
import { bareNamespace } from '../../plan/bare-namespace.js'
import { group } from '../../plan/code-index.js'
import { compareText } from '../../prose.js'

/** A library of others with every manifest that asks for it. */
export interface Library {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly requests: readonly LibraryRequest[]
  /** Imports of files that are sources; the same library may be imported many times. */
  readonly imports: readonly FileImport[]
  readonly testImports: readonly FileImport[]
}

interface LibraryRequest {
  readonly manifest: PackageFacts
  readonly dependency: PackageDependency
}

export const isForUse = (name: DependencyGroup): boolean => name === 'runtime' || name === 'optional' || name === 'peer'

/** The most imported first. */
export function librariesOf(code: CodeMap, packages: readonly PackageFacts[]): readonly Library[] {
  const requests = packages.flatMap((manifest) => manifest.dependencies.flatMap((dependency) => (dependency.internal === undefined ? [{ manifest, dependency }] : [])))
  const byName = group(requests, ({ manifest, dependency }) => [`${familyOf(manifest.ecosystem)} ${dependency.name}`])
  const groups = mavenGroups([...byName.values()].flatMap(([first]) => (first === undefined ? [] : [first])))
  const importsBy = indexImports(code)
  const libraries = [...byName.values()].flatMap((all): Library[] => {
    const [first] = all
    if (first === undefined) return []
    const { ecosystem } = first.manifest
    const found = keysOf(ecosystem, first.dependency.name, groups).flatMap((key) => importsBy.get(`${familyOf(ecosystem)} ${key}`) ?? [])
    const unique = [...new Set(found)]
    return [{ ecosystem, name: first.dependency.name, requests: all, imports: unique.filter(({ role }) => role === 'source').map(({ one }) => one), testImports: unique.filter(({ role }) => role !== 'source').map(({ one }) => one) }]
  })
  const files = (library: Library) => new Set(library.imports.map(({ from }) => from)).size
  return libraries.map((library) => ({ library, files: files(library) })).sort((a, b) => b.files - a.files || compareText(a.library.name, b.library.name)).map(({ library }) => library)
}

/** Maven, Gradle and sbt ask the same registry. */
const familyOf = (ecosystem: Ecosystem): Ecosystem => (ecosystem === 'gradle' || ecosystem === 'sbt' ? 'maven' : ecosystem)

const families: Readonly<Record<string, Ecosystem>> = {
  typescript: 'npm', javascript: 'npm', vue: 'npm', svelte: 'npm', python: 'python', go: 'go', rust: 'cargo', java: 'maven', kotlin: 'maven', scala: 'maven', csharp: 'nuget', ruby: 'rubygems', php: 'composer', swift: 'swift',
}

interface Placed {
  readonly one: FileImport
  readonly role: string
}

/** Imports that lead out of the repository, by every prefix of what they name: `a/b/c` by `a`, `a/b`, `a/b/c`. */
function indexImports(code: CodeMap): Map<string, Placed[]> {
  const files = new Map(code.files.map((file) => [file.path, file]))
  const found = new Map<string, Placed[]>()
  for (const one of code.imports) {
    const file = files.get(one.from)
    const family = families[file?.language ?? '']
    if (one.targets.length > 0 || file === undefined || family === undefined || /^[./]/.test(one.specifier)) continue
    const placed = { one, role: file.role }
    const separator = family === 'npm' || family === 'go' || family === 'rubygems' ? '/' : '.'
    const parts = one.specifier.replaceAll(/::|\\/g, '.').replace(/^\./, '').split(separator).slice(0, 8)
    for (let length = 1; length <= parts.length; length += 1) {
      const key = `${family} ${normal(family, parts.slice(0, length).join(separator))}`
      const same = found.get(key)
      if (same === undefined) found.set(key, [placed])
      else same.push(placed)
    }
  }
  return found
}

const normal = (family: Ecosystem, name: string): string => (family === 'composer' ? bareNamespace(name) : family === 'python' ? name.toLowerCase() : name)

/** A group of artifacts stands for one of them only where the manifests ask for one. */
function mavenGroups(requests: readonly LibraryRequest[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { manifest, dependency } of requests) {
    const name = familyOf(manifest.ecosystem) === 'maven' ? (dependency.name.split(':')[0] ?? '') : ''
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** What code writes to import a library of this name, where the name alone says it. */
function keysOf(ecosystem: Ecosystem, name: string, groups: ReadonlyMap<string, number>): string[] {
  if (ecosystem === 'python') return [name.toLowerCase().replaceAll('-', '_')]
  if (ecosystem === 'cargo') return [name.replaceAll('-', '_')]
  if (ecosystem === 'rubygems') return [...new Set([name, name.replaceAll('-', '/')])]
  if (ecosystem === 'composer') return [bareNamespace(name)]
  if (familyOf(ecosystem) !== 'maven') return [name]
  const [owner = '', artifact = ''] = name.split(':')
  const whole = `${owner}.${artifact.replaceAll('-', '.')}`
  return owner.includes('.') && groups.get(owner) === 1 ? [owner, whole] : [whole]
}
