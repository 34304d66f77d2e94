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
  /** Words in place of the count; empty: none. */
  readonly label?: string
  readonly isDashed?: boolean
}

export interface Flowchart {
  readonly direction: 'LR' | 'TB'
  readonly nodes: readonly FlowNode[]
  readonly edges: readonly FlowEdge[]
  /** How an arrow shows its count; numbers where nothing is said. */
  readonly weights?: ArrowWeights
}

/** Numbers on the arrows, or strokes: thick from so many references on. */
export type ArrowWeights = 'numbers' | { readonly thickFrom: number }

const maxNumbers = 9

/** Numbers on many arrows lie on each other: then the strongest third is thick instead. */
export function weightsFor(edges: readonly FlowEdge[]): ArrowWeights {
  const counts = edges.map((edge) => edge.count).sort((a, b) => b - a)
  return edges.length <= maxNumbers ? 'numbers' : { thickFrom: Math.max(2, counts[Math.floor(counts.length / 3)] ?? 2) }
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
    lines.push(`  ${from} ${arrow(edge, chart.weights ?? 'numbers')} ${to}`)
  }
  return lines.join('\n')
}

function arrow({ count, label, isDashed = false }: FlowEdge, weights: ArrowWeights): string {
  if (label !== undefined) return `${isDashed ? '-.->' : '-->'}${label === '' ? '' : `|"${quotedLabel(label)}"|`}`
  if (weights === 'numbers') return count > 0 ? `-->|"${figure(count)}"|` : '-.->|"imports"|'
  if (count === 0) return '-.->'
  return count >= weights.thickFrom ? '==>' : '-->'
}

/** What the arrows mean, as a sentence to stand below the diagram. */
export function arrowLegend(edges: readonly FlowEdge[], weights: ArrowWeights = 'numbers'): string {
  const dotted = edges.some((edge) => edge.count === 0) ? '; a dotted arrow stands for imports alone' : ''
  if (weights === 'numbers') return `Numbers count references found in the code${dotted}.`
  return `Arrows are references found in the code, thick from ${figure(weights.thickFrom)} on${dotted}.`
}
