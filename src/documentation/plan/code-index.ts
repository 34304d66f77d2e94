import type { CodeMap, Component, FileImport, Reference, SourceFile } from '../../analysis/code-map.js'
import { makeGlobMatcher } from '../../analysis/glob.js'
import { withoutNamespaces } from '../../analysis/namespaces.js'
import type { OutsideUse } from '../../analysis/outside/outside-use.js'
import { compareText } from '../prose.js'

/** The code map by key, without mere namespaces. Only references of precise tiers are in it: `unique` is a guess, never drawn, counted or cited. */
export interface CodeIndex {
  readonly files: ReadonlyMap<string, SourceFile>
  readonly components: ReadonlyMap<string, Component>
  /** Components without a parent, by file, in line order. */
  readonly topLevel: ReadonlyMap<string, readonly Component[]>
  /** Components by their parent's id, in line order. */
  readonly members: ReadonlyMap<string, readonly Component[]>
  readonly incoming: ReadonlyMap<string, readonly Reference[]>
  readonly outgoing: ReadonlyMap<string, readonly Reference[]>
  /** What leads out of the repository, by the definition or file that does it. */
  readonly outsideOf: ReadonlyMap<string, readonly OutsideUse[]>
  /** Imports by the file that makes them, and by the repository file they resolve to. */
  readonly importsOf: ReadonlyMap<string, readonly FileImport[]>
  readonly importersOf: ReadonlyMap<string, readonly FileImport[]>
  /** What the README's first example names, in its order. */
  readonly shown: readonly string[]
  /** What the project offers to who imports it, and what is shown. */
  readonly offered: ReadonlySet<string>
  /** Paths of the files that are said to matter most. */
  readonly focused: ReadonlySet<string>
}

/** `focus`: globs of what is said to matter most. */
export function indexCode(whole: CodeMap, focus: readonly string[] = []): CodeIndex {
  const code = withoutNamespaces(whole)
  const components = new Map(code.components.map((component) => [component.id, component]))
  const precise = code.references.filter((reference) => reference.tier !== 'unique' && components.has(reference.to))
  // Tests within a file of the product are there for what they refer to, and are no part of it.
  const inOrder = code.components.filter(({ isTest: forTests }) => forTests !== true).sort((a, b) => a.startLine - b.startLine || compareText(a.id, b.id))
  const shown = shownInReadme(code)
  const hasParent = (component: Component) => component.parent !== undefined && components.has(component.parent)
  return {
    files: new Map(code.files.map((file) => [file.path, file])),
    components,
    topLevel: group(
      inOrder.filter((component) => !hasParent(component)),
      (component) => [component.path],
    ),
    members: group(inOrder.filter(hasParent), (component) => [component.parent ?? '']),
    incoming: group(precise, (reference) => [reference.to]),
    outgoing: group(precise, (reference) => [reference.from]),
    outsideOf: group(code.outside, (use) => [use.from]),
    importsOf: group(code.imports, (one) => [one.from]),
    importersOf: group(code.imports, (one) => one.targets),
    shown,
    offered: new Set([...code.offers.map(({ component }) => component), ...shown]),
    focused: focusedPaths(code.files, focus),
  }
}

/** Public types and functions of the sources, as the example names them; of several of one name the one nearest to the root. */
function shownInReadme({ project, components, files }: CodeMap): readonly string[] {
  const words = namesIn(project.readmeExample?.value.code ?? '', project.name?.value.split('/').at(-1) ?? '')
  const sources = new Set(files.flatMap(({ path, role }) => (role === 'source' ? path : [])))
  const isCandidate = ({ name, path, kind, visibility, parent }: Component) =>
    words.has(name) && parent === undefined && visibility === 'public' && sources.has(path) && kind !== 'constant' && kind !== 'field' && kind !== 'module'
  const byName = group(components.filter(isCandidate), ({ name }) => [name])
  return [...words].flatMap((name) => {
    const depth = ({ path }: Component) => path.split('/').length
    const [only, other] = (byName.get(name) ?? []).toSorted((a, b) => depth(a) - depth(b))
    return only === undefined || (other !== undefined && depth(other) === depth(only)) ? [] : [only.id]
  })
}

/** What stands behind a dot is a member of some value, unless it is the project itself that stands before it (`gin.Default()`). */
function namesIn(example: string, projectName: string): ReadonlySet<string> {
  const names = example.matchAll(/(?:([\p{L}_][\p{L}\p{N}_]{0,60})\s{0,3}(?:\.|->|::)\s{0,3})?([\p{L}_][\p{L}\p{N}_]{2,60})/gu)
  return new Set([...names].flatMap(([, before, name = '']) => (before === undefined || before.toLowerCase() === projectName.toLowerCase() ? name : [])))
}

function focusedPaths(files: readonly SourceFile[], focus: readonly string[]): ReadonlySet<string> {
  const isMeant = makeGlobMatcher(focus)
  return new Set(focus.length === 0 ? [] : files.filter(({ path }) => isMeant(path)).map(({ path }) => path))
}

export function group<T>(items: Iterable<T>, keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of keysOf(item)) {
      const found = groups.get(key)
      if (found === undefined) groups.set(key, [item])
      else found.push(item)
    }
  }
  return groups
}

/** The outermost component around this one; itself when it has no parent. A cycle of parents cannot hold it. */
export function outermost(index: CodeIndex, component: Component): Component {
  let top = component
  for (let depth = 0; depth < 64 && top.parent !== undefined; depth += 1) {
    const parent = index.components.get(top.parent)
    if (parent === undefined) break
    top = parent
  }
  return top
}

/** The file a reference is made in. */
export function fileOfReference(index: CodeIndex, reference: Reference): string {
  return index.components.get(reference.from)?.path ?? reference.from
}

/** Whether a reference is made by the product or by its tests; undefined for examples, documents and the like. */
export function sideOf(index: CodeIndex, reference: Reference): 'source' | 'test' | undefined {
  const component = index.components.get(reference.from)
  const path = component?.path ?? reference.from
  if (component?.isTest === true || isTest(index, path)) return 'test'
  return isSource(index, path) ? 'source' : undefined
}

/** The component and everything inside it. */
export function withMembers(index: CodeIndex, component: Component): readonly Component[] {
  const all = [component]
  for (let at = 0; at < all.length && all.length < 5000; at += 1) all.push(...(index.members.get(all[at]?.id ?? '') ?? []))
  return all
}

/** What people may use from outside: public, and so is everything around it. */
export function isPublic(index: CodeIndex, component: Component): boolean {
  if (component.visibility !== 'public') return false
  const parent = component.parent === undefined ? undefined : index.components.get(component.parent)
  return parent === undefined || isPublic(index, parent)
}

export function isSource(index: CodeIndex, path: string): boolean {
  return index.files.get(path)?.role === 'source'
}

export function isTest(index: CodeIndex, path: string): boolean {
  return index.files.get(path)?.role === 'test'
}
