import type { Verification } from '../../wiki.js'
import type { Prose, ProseBlock, Sentence } from './prose-blocks.js'

interface Checked {
  /** As the model's last word was. */
  readonly read: Prose
  /** What is left of it. */
  readonly prose: Prose
  /** Violations that are gone since the first answer. */
  readonly repaired: number
  readonly turns: number
}

/** The record of a check, counted from what was written and what is left of it. */
export function verificationOf({ read, prose, repaired, turns }: Checked): Omit<Verification, 'model'> {
  const kept = sentencesOf(prose)
  const parts = kept.flatMap((sentence) => sentence.parts)
  const drawn = diagramsOf(prose)
  const edges = drawn.flatMap((diagram) => diagram.edges)
  const dropped = drawn.reduce((sum, diagram) => sum + diagram.dropped, 0)
  const removed = sentencesOf(read).length - kept.length + headings(read) - headings(prose) + read.refused
  return {
    state: removed + dropped > 0 ? 'partly' : 'verified',
    statements: kept.length,
    citations: parts.filter(({ kind }) => kind === 'cite').length,
    names: new Set(parts.flatMap((part) => (part.kind === 'code' ? [part.text] : []))).size,
    ...{ repaired, removed, turns },
    diagramEdges: { kept: edges.filter(({ isFound }) => isFound).length, dashed: edges.filter(({ isFound }) => !isFound).length, dropped },
  }
}

function sentencesOf({ blocks }: Prose): readonly Sentence[] {
  return blocks.flatMap((block) => ('items' in block ? block.items.flat() : []))
}

function headings({ blocks }: Prose): number {
  return blocks.filter(({ kind }) => kind === 'heading').length
}

function diagramsOf({ blocks }: Prose): readonly Extract<ProseBlock, { kind: 'diagram' }>['diagram'][] {
  return blocks.flatMap((block) => (block.kind === 'diagram' ? [block.diagram] : []))
}
