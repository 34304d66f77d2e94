import type { CodeMap, Component, ModuleNode } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import { fileOfReference, isSource, outermost, sideOf, type CodeIndex } from './code-index.js'
import { remember } from './remember.js'

/** References and imports from one module's own files to another's. */
export interface ModuleEdge {
  readonly from: string
  readonly to: string
  /** Precise references. */
  readonly count: number
  readonly imports: number
  /** What is referred to (outermost components), with how often. */
  readonly symbols: ReadonlyMap<string, number>
  /** A place where it happens, to cite. */
  readonly example: { readonly path: string; readonly line: number }
}

export interface ModuleGraph {
  readonly nodes: ReadonlyMap<string, ModuleNode>
  readonly parentOf: ReadonlyMap<string, string>
  /** The module that holds a file itself. */
  readonly moduleOfFile: ReadonlyMap<string, string>
  readonly edges: readonly ModuleEdge[]
}

interface OpenEdge {
  from: string
  to: string
  count: number
  imports: number
  symbols: Map<string, number>
  example: { path: string; line: number }
}

export function graphModules(code: CodeMap, index: CodeIndex): ModuleGraph {
  const nodes = new Map<string, ModuleNode>()
  const parentOf = new Map<string, string>()
  const moduleOfFile = new Map<string, string>()
  const visit = (node: ModuleNode, parent: string | undefined) => {
    nodes.set(node.id, node)
    if (parent !== undefined) parentOf.set(node.id, parent)
    for (const path of node.files) moduleOfFile.set(path, node.id)
    for (const child of node.children) visit(child, node.id)
  }
  visit(code.modules, undefined)
  return { nodes, parentOf, moduleOfFile, edges: gatherEdges(code, index, moduleOfFile) }
}

function gatherEdges(code: CodeMap, index: CodeIndex, moduleOfFile: ReadonlyMap<string, string>): ModuleEdge[] {
  const open = new Map<string, OpenEdge>()
  const edge = (fromPath: string, toPath: string, line: number): OpenEdge | undefined => {
    const [from, to] = [moduleOfFile.get(fromPath), moduleOfFile.get(toPath)]
    if (from === undefined || to === undefined || from === to || !isSource(index, fromPath)) return undefined
    const key = `${from}\n${to}`
    const found = open.get(key) ?? { from, to, count: 0, imports: 0, symbols: new Map<string, number>(), example: { path: fromPath, line } }
    open.set(key, found)
    return found
  }
  for (const references of index.incoming.values()) {
    for (const reference of references) {
      const target = index.components.get(reference.to)
      if (target === undefined || sideOf(index, reference) !== 'source') continue
      const found = edge(fileOfReference(index, reference), target.path, reference.lines[0] ?? 1)
      if (found === undefined) continue
      found.count += reference.count
      const top = outermost(index, target).id
      found.symbols.set(top, (found.symbols.get(top) ?? 0) + reference.count)
    }
  }
  for (const one of code.imports) {
    // An import of a package whose files lie in several modules does not say which of them is meant.
    const [target, ...others] = one.targets
    if (target === undefined || others.some((other) => moduleOfFile.get(other) !== moduleOfFile.get(target))) continue
    const found = edge(one.from, target, one.line)
    if (found !== undefined) found.imports += 1
  }
  return [...open.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to))
}

/** From the root to the module itself. */
export const chainOf = remember((graph: ModuleGraph, id: string): readonly string[] => {
  const chain = [id]
  for (let parent = graph.parentOf.get(id); parent !== undefined; parent = graph.parentOf.get(parent)) chain.unshift(parent)
  return chain
})

/**
 * Joins edges after both ends were renamed by `view`; an end that becomes undefined, or equal to the other, drops the edge. With `at`, only
 * those that begin or end there.
 */
export function rollUp(graph: ModuleGraph, view: (id: string) => string | undefined, at?: string): readonly ModuleEdge[] {
  const joined = new Map<string, OpenEdge>()
  const viewed = new Map([...graph.nodes.keys()].map((id) => [id, view(id)]))
  for (const edge of graph.edges) {
    const [from, to] = [viewed.get(edge.from), viewed.get(edge.to)]
    if (from === undefined || to === undefined || from === to || (at !== undefined && from !== at && to !== at)) continue
    const key = `${from}\n${to}`
    const found = joined.get(key) ?? { from, to, count: 0, imports: 0, symbols: new Map<string, number>(), example: edge.example }
    found.count += edge.count
    found.imports += edge.imports
    for (const [symbol, times] of edge.symbols) found.symbols.set(symbol, (found.symbols.get(symbol) ?? 0) + times)
    joined.set(key, found)
  }
  return [...joined.values()].sort(
    (a, b) => b.count - a.count || b.imports - a.imports || compareText(`${a.from} ${a.to}`, `${b.from} ${b.to}`),
  )
}

/** How the rest of the repository looks from one module: its own subtree is one, others are the highest modules that do not hold it. */
export function seenFrom(graph: ModuleGraph, id: string): (other: string) => string {
  const own = chainOf(graph, id)
  return (other) => {
    const chain = chainOf(graph, other)
    for (let depth = 0; depth < chain.length; depth += 1) {
      if (chain[depth] !== own[depth]) return depth >= own.length ? id : (chain[depth] ?? other)
    }
    return chain.at(-1) ?? other
  }
}

/** The module's own files and those of everything below it. */
export function filesBelow(node: ModuleNode): readonly string[] {
  return [...node.files, ...node.children.flatMap(filesBelow)]
}

/** The most referred-to components of an edge. */
export function topSymbols(edge: ModuleEdge, index: CodeIndex, limit: number): readonly Component[] {
  return [...edge.symbols]
    .flatMap(([id, count]) => {
      const component = index.components.get(id)
      return component === undefined ? [] : [{ component, count }]
    })
    .sort((a, b) => Number(isValue(a.component)) - Number(isValue(b.component)) || b.count - a.count || compareText(a.component.id, b.component.id))
    .slice(0, limit)
    .map(({ component }) => component)
}

/** What is read a hundred times says less of why one module needs another than what it calls once. */
const isValue = ({ kind }: Component): boolean => kind === 'constant' || kind === 'macro' || kind === 'field'
