import type { CodeMap, FileImport, ProjectDependency, Sourced } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'

/** A declared dependency with the imports that name it. */
export interface ExternalUse {
  readonly dependency: Sourced<ProjectDependency>
  readonly imports: readonly FileImport[]
}

/** Which declared dependencies these files import; the most imported first. What no manifest declares is not told. */
export function externalUses(code: CodeMap, paths: ReadonlySet<string>): readonly ExternalUse[] {
  const external = code.imports.filter((one) => one.targets.length === 0 && paths.has(one.from))
  const seen = new Set<string>()
  const declared = code.project.dependencies.filter(({ value }) => !seen.has(value.name) && seen.add(value.name))
  return declared
    .map((dependency) => ({ dependency, imports: external.filter((one) => names(dependency.value.name, one.specifier)) }))
    .filter(({ imports }) => imports.length > 0)
    .sort((a, b) => distinctFiles(b.imports) - distinctFiles(a.imports) || compareText(a.dependency.value.name, b.dependency.value.name))
}

export function distinctFiles(imports: readonly FileImport[]): number {
  return new Set(imports.map((one) => one.from)).size
}

/** `lodash/fp` names `lodash`, `yaml.reader` names `PyYAML`'s import only if the names agree, `com.google.gson.Gson` a group id. */
function names(dependency: string, specifier: string): boolean {
  if (specifier === dependency || specifier.startsWith(`${dependency}/`)) return true
  const group = dependency.split(':')[0] ?? dependency
  if (dependency.includes(':')) return group.includes('.') && specifier.startsWith(`${group}.`)
  const first = specifier.split('.')[0] ?? specifier
  return !specifier.includes('/') && first.toLowerCase() === dependency.toLowerCase().replaceAll('-', '_')
}
