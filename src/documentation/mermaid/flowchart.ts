import { figure } from '../prose.js'
import { quotedLabel } from './labels.js'

export interface FlowNode {
  readonly key: string
  readonly label: string
  /** Second, smaller line: `34 files`. */
  readonly note?: string | undefined
  /** The node the diagram is about. */
  readonly focus?: boolean
}

export interface FlowEdge {
  readonly from: string
  readonly to: string
  /** How many references; 0 = only imports, drawn dotted. */
  readonly count: number
}

export interface Flowchart {
  readonly direction: 'LR' | 'TB'
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
}

/** Writes a typed graph as Mermaid. Ids are `m0`, `m1`, …, never names, so that no name can be syntax. Edges to unknown nodes are dropped. */
export function writeFlowchart(chart: Flowchart): string {
  const ids = new Map(chart.nodes.map((node, at) => [node.key, `m${at}`]))
  const lines = [`flowchart ${chart.direction}`]
  for (const [at, node] of chart.nodes.entries()) {
    const note = node.note === undefined ? '' : `<br/>${quotedLabel(node.note)}`
    const [open, close] = node.focus === true ? ['(["', '"])'] : ['["', '"]']
    lines.push(`  m${at}${open}${quotedLabel(node.label)}${note}${close}`)
  }
  for (const edge of chart.edges) {
    const from = ids.get(edge.from)
    const to = ids.get(edge.to)
    if (from === undefined || to === undefined) continue
    lines.push(edge.count > 0 ? `  ${from} -->|"${figure(edge.count)}"| ${to}` : `  ${from} -.->|"imports"| ${to}`)
  }
  return lines.join('\n')
}

/** What the arrows mean, as a sentence to stand below the diagram. */
export function arrowLegend(edges: readonly FlowEdge[]): string {
  const dotted = edges.some((edge) => edge.count === 0) ? '; a dotted arrow stands for imports alone' : ''
  return `Numbers count references found in the code${dotted}.`
}
