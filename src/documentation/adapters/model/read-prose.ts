import { readSentences, type ProseScope, type Sentence } from './read-sentences.js'
import { splitBlocks, type TextBlock } from './split-blocks.js'

/** A paragraph has one item. */
export interface ProseBlock {
  readonly kind: 'paragraph' | 'list'
  readonly items: readonly (readonly Sentence[])[]
}

export interface Prose {
  readonly blocks: readonly ProseBlock[]
  /** What the model has to fix, each one sentence. Empty = all of it may be published. */
  readonly violations: readonly string[]
}

/** Reads an answer as prose that cites and links by id. Never throws: what is not prose is a violation. */
export function readProse(answer: string, scope: ProseScope): Prose {
  const blocks: ProseBlock[] = []
  const violations: string[] = []
  for (const text of splitBlocks(answer)) {
    if (text.kind === 'refused') {
      violations.push(`There is ${text.what}: "${text.start}". Write paragraphs only.`)
      continue
    }
    const block = readBlock(text, scope)
    const own = block.items.flat().flatMap((sentence) => sentence.violations)
    if (own.length === 0 && !isCited(block)) own.push(`Nothing is cited in the ${block.kind} that begins "${startOf(text)}".`)
    violations.push(...own)
    blocks.push(block)
  }
  return { blocks, violations }
}

/** Without each sentence that breaks a rule, and without each paragraph that then cites nothing. Undefined when nothing is left. */
export function soundProse({ blocks }: Prose): Prose | undefined {
  const kept = blocks
    .map(({ kind, items }) => ({ kind, items: items.map((item) => item.filter(isSound)).filter((item) => item.length > 0) }))
    .filter(isCited)
  return kept.length === 0 ? undefined : { blocks: kept, violations: [] }
}

function readBlock(block: Exclude<TextBlock, { kind: 'refused' }>, scope: ProseScope): ProseBlock {
  const texts = block.kind === 'list' ? block.items : [block.text]
  return { kind: block.kind, items: texts.map((text) => readSentences(text, scope)) }
}

function isSound({ violations }: Sentence): boolean {
  return violations.length === 0
}

function isCited({ items }: ProseBlock): boolean {
  return items.some((item) => item.some(({ parts }) => parts.some(({ kind }) => kind === 'cite')))
}

function startOf(block: Exclude<TextBlock, { kind: 'refused' }>): string {
  return (block.kind === 'list' ? (block.items[0] ?? '') : block.text).slice(0, 60)
}
