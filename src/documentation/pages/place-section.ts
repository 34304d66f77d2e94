import { arrowLegend, writeFlowchart, type FlowEdge } from '../mermaid/flowchart.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { filesBelow, rollUp, seenFrom, topSymbols, type ModuleEdge } from '../plan/module-graph.js'
import { count, listOf } from '../prose.js'
import { componentLink, moduleLink, moduleTitle, type PageContext } from './page-context.js'

/** Arrows in the diagram at most; the table names more. */
const maxArrows = 7
const maxRows = 3

/** The module between those it uses and those that use it, with what passes between them. */
export function writePlace(context: PageContext): void {
  const { plan, planned, page } = context
  const edges = rollUp(plan.graph, seenFrom(plan.graph, planned.slug), planned.slug)
  if (edges.length === 0) return
  const uses = edges.filter((edge) => edge.from === planned.slug)
  const usedBy = edges.filter((edge) => edge.to === planned.slug)
  page.heading(2, sectionHeadings.place)
  page.paragraph(summary(context, uses, usedBy))
  drawPlace(context, edges)
  page.table(
    ['Relation', 'Module', 'Through', 'For example'],
    [
      ...uses.slice(0, rowsOf(uses)).map((edge) => row(context, edge, 'Uses')),
      ...usedBy.slice(0, rowsOf(usedBy)).map((edge) => row(context, edge, 'Used by')),
    ],
  )
  const left = uses.length + usedBy.length - rowsOf(uses) - rowsOf(usedBy)
  if (left > 0) page.paragraph(`${count(left, 'weaker relation')} ${left === 1 ? 'is' : 'are'} not listed.`)
}

/** To say that one is left out takes as long as to list it. */
const rowsOf = (edges: readonly ModuleEdge[]): number => (edges.length === maxRows + 1 ? edges.length : Math.min(maxRows, edges.length))

function summary(context: PageContext, uses: readonly ModuleEdge[], usedBy: readonly ModuleEdge[]): string {
  const names = (edges: readonly ModuleEdge[], side: 'from' | 'to') =>
    listOf(
      edges.slice(0, 3).map((edge) => moduleLink(context, edge[side])),
      edges.length,
    )
  if (usedBy.length === 0) return `Uses ${names(uses, 'to')}; no other module refers to it.`
  if (uses.length === 0) return `Used by ${names(usedBy, 'from')}; it needs no other module itself.`
  return `Used by ${names(usedBy, 'from')}; uses ${names(uses, 'to')}.`
}

function drawPlace({ plan, planned, page }: PageContext, edges: readonly ModuleEdge[]): void {
  const drawn = edges.slice(0, maxArrows)
  const keys = [planned.slug, ...new Set(drawn.map((edge) => (edge.from === planned.slug ? edge.to : edge.from)))]
  const nodes = keys.map((key) => {
    const node = plan.graph.nodes.get(key)
    return {
      key,
      label: moduleTitle(plan, key),
      note: count(node === undefined ? 0 : key === plan.tree.slug ? node.files.length : filesBelow(node).length, 'file'),
      focus: key === planned.slug,
    }
  })
  page.diagram(writeFlowchart({ direction: 'LR', nodes, edges: drawn.map((edge): FlowEdge => edge) }))
  const shown = drawn.length < edges.length ? ` The ${drawn.length} strongest of ${edges.length} relations are drawn.` : ''
  page.paragraph(`${arrowLegend(drawn)}${shown}`)
}

function row(context: PageContext, edge: ModuleEdge, relation: 'Uses' | 'Used by'): string[] {
  const { plan, page } = context
  const symbols = topSymbols(edge, plan.index, 3)
  const through = listOf(
    symbols.map((component) => componentLink(context, component)),
    edge.symbols.size,
  )
  const amount = edge.count > 0 ? count(edge.count, 'reference') : count(edge.imports, 'import')
  const example = page.cite({ path: edge.example.path, startLine: edge.example.line, endLine: edge.example.line })
  return [
    relation,
    moduleLink(context, relation === 'Uses' ? edge.to : edge.from),
    through === '' ? amount : `${through} (${amount})`,
    example,
  ]
}
