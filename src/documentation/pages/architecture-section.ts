import type { ModuleNode } from '../../analysis/code-map.js'
import { arrowLegend, weightsFor, writeFlowchart } from '../mermaid/flowchart.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { chainOf, filesBelow, rollUp, topSymbols, type ModuleEdge } from '../plan/module-graph.js'
import { readableEdges } from '../plan/readable-edges.js'
import { rememberOf } from '../plan/remember.js'
import { compareText, count, figure, listOf } from '../prose.js'
import type { WikiPlan } from '../wiki-plan.js'
import { componentLink, moduleLink, moduleTitle, type PageContext } from './page-context.js'
import { writeModuleTable } from './submodules-section.js'

const maxNodes = 12

/** Modules that matter most and what passes between them, then all of them in a table. */
export function writeArchitecture(context: PageContext): void {
  const { plan, page } = context
  const { top, edges } = topLevel(plan)
  if (top.length === 0) return
  if (edges.length > 0) {
    page.heading(2, sectionHeadings.architecture)
    drawModules(context, top, edges)
    page.list(observations(context, edges))
  }
  page.heading(2, sectionHeadings.modules)
  writeModuleTable(context, shownModules(plan.code.modules, top))
}

/**
 * The level that tells most: the root's children, but one that holds most of the code is replaced by what is inside it, so that a
 * repository with everything in `src` or in one package is not drawn as one box.
 */
function topModules(root: ModuleNode): readonly ModuleNode[] {
  let nodes = root.children
  for (let round = 0; round < 3; round += 1) {
    const total = nodes.reduce((sum, node) => sum + filesBelow(node).length, root.files.length)
    const large = nodes.find((node) => node.children.length > 1 && filesBelow(node).length > total * 0.5)
    if (large === undefined || nodes.length + large.children.length > maxNodes + 2) return nodes
    // The opened module stays for the files it holds itself.
    nodes = nodes.flatMap((node) =>
      node === large ? [...(node.files.length > 0 ? [{ ...node, children: [] }] : []), ...node.children] : [node],
    )
  }
  return nodes
}

/** The root's children, each opened one followed by what the picture shows of it. */
function shownModules(root: ModuleNode, top: readonly ModuleNode[]): readonly ModuleNode[] {
  const ids = new Set(top.map((node) => node.id))
  const holdsDrawn = (node: ModuleNode): boolean => node.children.some((child) => ids.has(child.id) || holdsDrawn(child))
  const list = (node: ModuleNode): readonly ModuleNode[] => [node, ...(holdsDrawn(node) ? node.children.flatMap(list) : [])]
  return root.children.flatMap(list)
}

/** The modules that the picture shows and what passes between them. */
const topLevel = rememberOf((plan: WikiPlan) => {
  const top = topModules(plan.code.modules)
  return { top, edges: edgesBetween(plan, top) }
})

function edgesBetween(plan: WikiPlan, top: readonly ModuleNode[]): readonly ModuleEdge[] {
  const ids = new Set(top.map((node) => node.id))
  const root = plan.code.modules.id
  return rollUp(plan.graph, (id) => chainOf(plan.graph, id).findLast((one) => ids.has(one)) ?? (id === root ? root : undefined))
}

function drawModules({ plan, page }: PageContext, top: readonly ModuleNode[], edges: readonly ModuleEdge[]): void {
  const weight = new Map<string, number>()
  for (const edge of edges) for (const end of [edge.from, edge.to]) weight.set(end, (weight.get(end) ?? 0) + edge.count + edge.imports / 4)
  const root = plan.code.modules
  const candidates = weight.has(root.id) ? [...top, root] : top
  const connected = candidates.filter((node) => weight.has(node.id))
  const ordered = [...connected].sort((a, b) => (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0) || compareText(a.id, b.id))
  const shown = new Set(ordered.slice(0, maxNodes).map((node) => node.id))
  const possible = edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to))
  const drawn = readableEdges(possible, shown.size)
  const nodes = connected
    .filter((node) => shown.has(node.id))
    .map((node) => ({
      key: node.id,
      label: moduleTitle(plan, node.id),
      note: count(node === root ? node.files.length : filesBelow(node).length, 'file'),
    }))
  page.diagram(writeFlowchart({ direction: 'TB', nodes, edges: drawn, weights: weightsFor(drawn) }))
  const cuts = [
    connected.length > nodes.length ? `${nodes.length} of ${figure(connected.length)} connected modules are drawn` : '',
    candidates.length > connected.length
      ? `${count(candidates.length - connected.length, 'module')} without such a tie ${candidates.length - connected.length === 1 ? 'is' : 'are'} not drawn`
      : '',
    edges.length > drawn.length ? `${drawn.length} of ${figure(edges.length)} relations are drawn, of each module the strongest` : '',
  ].filter((cut) => cut !== '')
  const said = listOf(cuts)
  page.paragraph(`${arrowLegend(drawn, weightsFor(drawn))}${said === '' ? '' : ` ${said.charAt(0).toUpperCase()}${said.slice(1)}.`}`)
}

/** What the picture shows, in words with a place to look. */
function observations(context: PageContext, edges: readonly ModuleEdge[]): string[] {
  const said: string[] = []
  const [strongest] = edges
  if (strongest !== undefined && strongest.count > 0) {
    const symbols = listOf(
      topSymbols(strongest, context.plan.index, 3).map((component) => componentLink(context, component)),
      strongest.symbols.size,
    )
    const place = context.page.cite({ path: strongest.example.path, startLine: strongest.example.line, endLine: strongest.example.line })
    said.push(
      `The strongest tie: ${moduleLink(context, strongest.from)} uses ${moduleLink(context, strongest.to)} through ${symbols}, ${count(strongest.count, 'reference')} (${place}).`,
    )
  }
  const base = mostDependedUpon(edges)
  if (base !== undefined && base.users > 2 && base.isAlone)
    said.push(`${moduleLink(context, base.id)} carries most others: ${count(base.users, 'module')} refer to it.`)
  const cycles = mutual(edges)
  if (cycles.length > 0) {
    const pairs = cycles.slice(0, 3).map((edge) => `${moduleLink(context, edge.from)} and ${moduleLink(context, edge.to)}`)
    said.push(
      `Depend on each other, so a change in one may reach the other: ${pairs.join('; ')}${cycles.length > 3 ? `; and ${count(cycles.length - 3, 'more pair')}` : ''}.`,
    )
  }
  return said
}

/** Of the modules that the picture shows, the one that most others refer to. */
export function carrierOf(plan: WikiPlan): { readonly id: string; readonly users: number } | undefined {
  return mostDependedUpon(topLevel(plan).edges.filter(({ to }) => to !== plan.tree.slug))
}

/** `isAlone`: no other has as many. */
function mostDependedUpon(edges: readonly ModuleEdge[]): { id: string; users: number; isAlone: boolean } | undefined {
  const users = new Map<string, { users: number; references: number }>()
  for (const edge of edges) {
    const known = users.get(edge.to) ?? { users: 0, references: 0 }
    if (edge.count > 0) users.set(edge.to, { users: known.users + 1, references: known.references + edge.count })
  }
  const [first, second] = [...users].sort((a, b) => b[1].users - a[1].users || b[1].references - a[1].references || compareText(a[0], b[0]))
  return first === undefined ? undefined : { id: first[0], users: first[1].users, isAlone: second?.[1].users !== first[1].users }
}

/** Pairs with references both ways, each once, the strongest weaker side first. */
function mutual(edges: readonly ModuleEdge[]): readonly ModuleEdge[] {
  const counts = new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge.count]))
  const back = (edge: ModuleEdge) => counts.get(`${edge.to}\n${edge.from}`) ?? 0
  return edges
    .filter((edge) => edge.from < edge.to && edge.count > 0 && back(edge) > 0)
    .sort((a, b) => Math.min(b.count, back(b)) - Math.min(a.count, back(a)) || compareText(a.from, b.from))
}
