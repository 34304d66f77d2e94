import { posix } from 'node:path'
import type { Component, Offer } from '../code-map.js'
import type { ImportFact } from '../file-facts.js'
import type { RepositoryIndex } from './import-resolver.js'
import type { FileScope } from './file-scope.js'
import type { ScopeTable } from './scope-table.js'

const maxOffers = 500
const maxFaces = 3
/** Names that are looked for behind what a file hands on. */
const maxTried = 2_000

/** Languages in which a package has one file that speaks for it, as an importer's path would look. */
const importers: readonly (readonly [extension: string, languages: readonly string[]])[] = [
  ['.ts', ['typescript', 'javascript']],
  ['.py', ['python']],
]

/** The files that one gets who imports the project by its name; where no file answers to it, the only package there is. */
export function facesOf(name: string | undefined, table: ScopeTable, index: RepositoryIndex): readonly string[] {
  const scopes = [...table.scopes()].filter(({ isTest }) => !isTest)
  const byName = importers.flatMap(([extension, ids]) => {
    const scope = scopes.find(({ language }) => ids.includes(language.id))
    if (scope === undefined || name === undefined) return []
    const spellings = extension === '.py' ? [name, name.replaceAll('-', '_'), name.toLowerCase().replaceAll('-', '_')] : [name]
    return spellings.map((source) => scope.language.resolveImport({ from: `importer${extension}`, source, name: undefined }, index)).find((found) => found.length > 0) ?? []
  })
  const crates = scopes.map(({ path }) => path).filter((path) => isCrate(path, name))
  const faces = [...byName, ...crates].filter((path) => table.scope(path) !== undefined)
  return [...new Set(faces.length > 0 ? faces : onlyPackage(scopes))].slice(0, maxFaces)
}

/** `src/lib.rs`, also in a folder that is called like the project. */
function isCrate(path: string, name: string | undefined): boolean {
  if (path === 'src/lib.rs') return true
  const folder = /^(?:crates\/)?([^/]+)\/src\/lib\.rs$/.exec(path)?.[1]
  return folder !== undefined && folder.replaceAll('_', '-') === name?.replaceAll('_', '-')
}

function onlyPackage(scopes: readonly FileScope[]): readonly string[] {
  const packages = new Set(scopes.flatMap(({ path }) => (posix.basename(path) === '__init__.py' ? [posix.dirname(path)] : [])))
  const outer = [...packages].filter((folder) => !packages.has(posix.dirname(folder)))
  return outer.length === 1 ? outer.map((folder) => `${folder}/__init__.py`) : []
}

/** What these files offer to who imports them: their own public definitions and what they hand on, by name. */
export function publicSurface(faces: readonly string[], table: ScopeTable): Offer[] {
  const offers = new Map<string, Offer>()
  for (const face of faces) {
    const scope = table.scope(face)
    if (scope === undefined) continue
    const gather = (name: string, line: number, component: Component | undefined) => {
      if (component?.visibility === 'public' && offers.size < maxOffers) offers.set(name, { name, path: face, line, component: component.id })
    }
    for (const [name, component] of ownOf(scope)) if (!offers.has(name)) gather(name, component.startLine, component)
    const here = [face]
    for (const { name, line } of handedOn(scope, table, new Set()).slice(0, maxTried)) if (!offers.has(name)) gather(name, line, table.exported(here, name, false))
  }
  return [...offers.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function ownOf(scope: FileScope): (readonly [string, Component])[] {
  return [...scope.top].flatMap(([name, components]) => components.filter(({ kind }) => kind !== 'module').slice(0, 1).map((component) => [name, component] as const))
}

/** Names that a file hands on, with the line in it. Python hands on whatever it imports, by convention not what begins with `_`. */
function handedOn(scope: FileScope, table: ScopeTable, seen: Set<FileScope>): { name: string; line: number }[] {
  if (seen.has(scope)) return []
  seen.add(scope)
  const isPython = scope.language.id === 'python'
  return scope.facts.imports.flatMap((fact) => {
    const { name, local, line, reexport, offered } = fact
    if (reexport !== true && offered !== true && !isPython) return []
    if (name === '*') return allBehind(fact, table, seen).map((one) => ({ name: one, line }))
    const known = local ?? name
    return known === undefined || known.startsWith('_') ? [] : [{ name: known, line }]
  })
}

/** Files that hand on everything of each other are each read once. */
function allBehind(fact: ImportFact, table: ScopeTable, seen: Set<FileScope>): string[] {
  return table.targetsOf(fact).flatMap((target) => {
    const other = table.scope(target)
    if (other === undefined || seen.has(other)) return []
    const own = ownOf(other).flatMap(([name, { visibility }]) => (visibility === 'public' ? [name] : []))
    return [...own, ...handedOn(other, table, seen).map(({ name }) => name)].slice(0, maxOffers)
  })
}
