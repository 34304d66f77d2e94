import type { Component, EntryPoint, Sourced } from '../code-map.js'
import type { ParsedFile } from '../link/parsed-file.js'
import type { DeclaredEntry } from './manifest-facts.js'

/** What manifests start, with the function in which a run begins, where it can be found; then programs that no manifest names. */
export function resolveEntries(declared: readonly Sourced<DeclaredEntry>[], programs: readonly Sourced<EntryPoint>[], parsed: readonly ParsedFile[]): Sourced<EntryPoint>[] {
  const byPath = new Map(parsed.map((file) => [file.path, file]))
  const named = declared.map(({ value: { kind, label, target }, ...place }): Sourced<EntryPoint> => {
    return { ...place, value: { kind, label, component: target === undefined ? undefined : startOf(target, byPath)?.id } }
  })
  const started = new Set(named.flatMap(({ value }) => value.component ?? []))
  return [...named, ...programs.filter(({ value }) => value.component === undefined || !started.has(value.component))]
}

/** `flask.cli:main` in any folder of sources, `crates/core/main.rs`. */
function startOf(target: string, files: ReadonlyMap<string, ParsedFile>): Component | undefined {
  const [, module, attribute = 'main'] = /^([\w.]+):([\w]+)/.exec(target) ?? []
  if (module === undefined) return topLevel(files.get(target), 'main')
  const file = module.replaceAll('.', '/')
  const paths = [...files.keys()].filter((path) => [`${file}.py`, `${file}/__init__.py`].some((wanted) => path === wanted || path.endsWith(`/${wanted}`)))
  return paths.sort((a, b) => a.length - b.length || (a < b ? -1 : 1)).map((path) => topLevel(files.get(path), attribute)).find((found) => found !== undefined)
}

function topLevel(file: ParsedFile | undefined, name: string): Component | undefined {
  return file?.components.find((component) => component.name === name && component.parent === undefined)
}
