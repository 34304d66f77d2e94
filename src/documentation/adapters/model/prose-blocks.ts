import type { Component, LineRange } from '../../../analysis/code-map.js'
import type { TieEnd } from './code-ties.js'

export type ProsePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** `lines`: of the file; undefined: all of the component. */
  | { readonly kind: 'cite'; readonly component: Component; readonly lines?: LineRange }
  | { readonly kind: 'module'; readonly slug: string }

export interface Sentence {
  readonly parts: readonly ProsePart[]
  /** Each one sentence for the model; empty = may be published. */
  readonly violations: readonly string[]
}

/** A paragraph has one item. */
export type ProseBlock =
  | { readonly kind: 'paragraph' | 'list'; readonly items: readonly (readonly Sentence[])[] }
  | { readonly kind: 'heading'; readonly sentence: Sentence }
  | { readonly kind: 'diagram'; readonly diagram: ProseDiagram }

export interface Prose {
  readonly blocks: readonly ProseBlock[]
  /** What the model has to fix, each one sentence. Empty = all of it may be published. */
  readonly violations: readonly string[]
  /** Blocks that are left out as a whole: they are no prose, or no diagram that could be drawn. */
  readonly refused: number
}

export interface DiagramNode {
  /** As the model wrote it: `S12`, or the slug of a module. */
  readonly id: string
  readonly end: TieEnd
}

export interface DiagramEdge {
  readonly from: string
  readonly to: string
  readonly label: string | undefined
  /** Dashed: the code has no such tie, as far as it was read. */
  readonly isFound: boolean
}

/** A model's diagram, as far as its nodes exist. */
export interface ProseDiagram {
  readonly kind: 'flow' | 'sequence'
  readonly nodes: readonly DiagramNode[]
  /** Of a sequence: its messages in order, each of them a call in the code. */
  readonly edges: readonly DiagramEdge[]
  /** Left out: ends that are no nodes, arrows against the code, too many. */
  readonly dropped: number
}
