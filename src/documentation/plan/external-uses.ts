import type { CodeMap, FileImport, ProjectDependency, Sourced } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import { bareNamespace } from './bare-namespace.js'
import { group } from './code-index.js'
import { rememberOf } from './remember.js'

/** A declared dependency with the imports that name it. */
export interface ExternalUse {
  readonly dependency: Sourced<ProjectDependency>
  readonly imports: readonly FileImport[]
}

/** Which declared dependencies these files import; the most imported first. What no manifest declares is not told. */
export function externalUses(code: CodeMap, paths: ReadonlySet<string>): readonly ExternalUse[] {
  const external = [...paths].flatMap((path) => externalImports(code).get(path) ?? [])
  const seen = new Set<string>()
  const declared = code.project.dependencies.filter(({ value }) => !seen.has(value.name) && seen.add(value.name))
  const byName = group(external, ([, one]) => namesIn(one.specifier))
  return declared
    .map((dependency) => ({ dependency, imports: inOrder(namesOf(dependency).flatMap((name) => byName.get(name) ?? [])) }))
    .filter(({ imports }) => imports.length > 0)
    .sort((a, b) => distinctFiles(b.imports) - distinctFiles(a.imports) || compareText(a.dependency.value.name, b.dependency.value.name))
}

/** By the file that makes them, each with its place among all. */
const externalImports = rememberOf((code: CodeMap) =>
  group(
    [...code.imports.entries()].filter(([, one]) => one.targets.length === 0),
    ([, one]) => [one.from],
  ),
)

/** Each once. */
function inOrder(imports: readonly (readonly [number, FileImport])[]): FileImport[] {
  return [...new Map(imports)].sort(([a], [b]) => a - b).map(([, one]) => one)
}

export function distinctFiles(imports: readonly FileImport[]): number {
  return new Set(imports.map((one) => one.from)).size
}

/** Packages have no longer names. */
const maxParts = 10

/**
 * What an import may be of: `lodash/fp` names `lodash` (a path), `yaml.reader` names `PyYAML`'s import only if the names agree (a word),
 * `com.google.gson.Gson` a group id (a group). Looked up, not compared: there may be thousands of either.
 */
function namesIn(specifier: string): string[] {
  const paths = [specifier, ...beginnings(specifier, '/')].map((path) => `path ${path}`)
  const groups = beginnings(specifier, '.').map((name) => `group ${name}`)
  const words = specifier.includes('/') ? [] : [`word ${(specifier.split('.')[0] ?? specifier).toLowerCase()}`]
  const namespaces = /^\p{Lu}\w*\./u.test(specifier) ? [specifier, ...beginnings(specifier, '.')].map((name) => `namespace ${bareNamespace(name)}`) : []
  return [...new Set([...paths, ...groups, ...words, ...namespaces])]
}

/** `a.b.c` → `a`, `a.b`. */
function beginnings(text: string, mark: '/' | '.'): string[] {
  const parts = text.split(mark)
  return parts.slice(0, Math.min(parts.length - 1, maxParts)).map((_, at) => parts.slice(0, at + 1).join(mark))
}

function namesOf({ value: { name: dependency }, path: manifest }: Sourced<ProjectDependency>): string[] {
  const path = `path ${dependency}`
  if (/(?:^|\/)composer\.json$/.test(manifest)) return [path, `namespace ${bareNamespace(dependency)}`]
  if (!dependency.includes(':')) return [path, `word ${dependency.toLowerCase().replaceAll('-', '_')}`]
  const groupId = dependency.split(':')[0] ?? dependency
  return groupId.includes('.') ? [path, `group ${groupId}`] : [path]
}
