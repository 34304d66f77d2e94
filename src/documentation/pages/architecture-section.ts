import type { ModuleNode } from '../../analysis/code-map.js'
import { writeFlowchart } from '../mermaid/flowchart.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { chainOf, filesBelow, rollUp, topSymbols, type ModuleEdge } from '../plan/module-graph.js'
import { compareText, count, figure, listOf } from '../prose.js'
import { componentLink, moduleLink, moduleTitle, type PageContext } from './page-context.js'
import { writeModuleTable } from './submodules-section.js'

const maxNodes = 12
const maxEdges = 18

/** Modules that matter most and what passes between them, then all of them in a table. */
export function writeArchitecture(context: PageContext): void {
  const { plan, page } = context
  const top = topModules(plan.code.modules)
  if (top.length === 0) return
  const edges = edgesBetween(context, top)
  if (edges.length > 0) {
    page.heading(2, sectionHeadings.architecture)
    drawModules(context, top, edges)
    page.list(observations(context, edges))
  }
  page.heading(2, sectionHeadings.modules)
  writeModuleTable(context, plan.code.modules.children)
}

/** The first level with more than one module: a repository that keeps all code in one folder is told by what is inside. */
function topModules(root: ModuleNode): readonly ModuleNode[] {
  let nodes = root.children
  for (let only = nodes[0]; nodes.length === 1 && only !== undefined && only.children.length > 1; only = nodes[0]) nodes = only.children
  return nodes
}

function edgesBetween({ plan }: PageContext, top: readonly ModuleNode[]): readonly ModuleEdge[] {
  const ids = new Set(top.map((node) => node.id))
  const root = plan.code.modules.id
  return rollUp(plan.graph, (id) => chainOf(plan.graph, id).find((one) => ids.has(one)) ?? (id === root ? root : undefined))
}

function drawModules({ plan, page }: PageContext, top: readonly ModuleNode[], edges: readonly ModuleEdge[]): void {
  const weight = new Map<string, number>()
  for (const edge of edges) for (const end of [edge.from, edge.to]) weight.set(end, (weight.get(end) ?? 0) + edge.count + edge.imports / 4)
  const root = plan.code.modules
  const candidates = weight.has(root.id) ? [...top, root] : top
  const ordered = [...candidates].sort((a, b) => (weight.get(b.id) ?? 0) - (weight.get(a.id) ?? 0) || compareText(a.id, b.id))
  const shown = new Set(ordered.slice(0, maxNodes).map((node) => node.id))
  const possible = edges.filter((edge) => shown.has(edge.from) && shown.has(edge.to))
  const drawn = possible.slice(0, maxEdges)
  const nodes = candidates
    .filter((node) => shown.has(node.id))
    .map((node) => ({
      key: node.id,
      label: moduleTitle(plan, node.id),
      note: count(node === root ? node.files.length : filesBelow(node).length, 'file'),
    }))
  page.diagram(writeFlowchart({ direction: 'TB', nodes, edges: drawn }))
  const cuts = [
    candidates.length > nodes.length ? `${nodes.length} of ${figure(candidates.length)} modules are drawn` : '',
    edges.length > drawn.length ? `the ${drawn.length} strongest of ${figure(edges.length)} relations are drawn` : '',
  ].filter((cut) => cut !== '')
  const said = listOf(cuts)
  page.paragraph(
    `Numbers count references found in the code; a dotted arrow stands for imports alone.${said === '' ? '' : ` ${said.charAt(0).toUpperCase()}${said.slice(1)}.`}`,
  )
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
  if (base !== undefined && base.users.length > 2)
    said.push(`Most others build on ${moduleLink(context, base.id)}: ${count(base.users.length, 'module')} use it.`)
  const cycles = mutual(edges)
  if (cycles.length > 0) {
    const pairs = cycles.slice(0, 3).map((edge) => `${moduleLink(context, edge.from)} and ${moduleLink(context, edge.to)}`)
    said.push(
      `Depend on each other, so a change in one may reach the other: ${pairs.join('; ')}${cycles.length > 3 ? `; and ${count(cycles.length - 3, 'more pair')}` : ''}.`,
    )
  }
  return said
}

function mostDependedUpon(edges: readonly ModuleEdge[]): { id: string; users: readonly string[] } | undefined {
  const users = new Map<string, string[]>()
  for (const edge of edges) if (edge.count > 0) users.set(edge.to, [...(users.get(edge.to) ?? []), edge.from])
  const [first] = [...users].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0]))
  return first === undefined ? undefined : { id: first[0], users: first[1] }
}

/** Pairs with references both ways, each once, the strongest weaker side first. */
function mutual(edges: readonly ModuleEdge[]): readonly ModuleEdge[] {
  const counts = new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge.count]))
  const back = (edge: ModuleEdge) => counts.get(`${edge.to}\n${edge.from}`) ?? 0
  return edges
    .filter((edge) => edge.from < edge.to && edge.count > 0 && back(edge) > 0)
    .sort((a, b) => Math.min(b.count, back(b)) - Math.min(a.count, back(a)) || compareText(a.from, b.from))
}
