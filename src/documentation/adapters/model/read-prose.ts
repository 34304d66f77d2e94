import type { ProseBlock, Prose, Sentence } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'
import { readDiagram } from './read-diagram.js'
import { readSentences } from './read-sentences.js'
import { splitBlocks, type TextBlock } from './split-blocks.js'

const maxItems = 12
const maxHeading = 80
const maxLeadIn = 200

/** Reads an answer as prose that cites and links by id. Never throws: what is not prose is a violation. */
export function readProse(answer: string, scope: ProseScope): Prose {
  const blocks: ProseBlock[] = []
  const violations: string[] = []
  let refused = 0
  const texts = splitBlocks(answer)
  for (const [at, text] of texts.entries()) {
    const read = readBlock(text, scope, texts[at + 1])
    violations.push(...read.violations)
    if (read.block === undefined) refused += 1
    else blocks.push(read.block)
  }
  return { blocks, violations, refused }
}

/**
 * Without each sentence that breaks a rule, each paragraph and list item that then cites nothing, and each heading that then stands over
 * nothing. Undefined when no paragraph or list is left.
 */
export function soundProse(prose: Prose): Prose | undefined {
  const kept: ProseBlock[] = []
  // From the end: a heading or lead-in is kept for what follows it.
  for (const block of [...prose.blocks].reverse()) {
    const sound = soundBlock(block, kept.at(-1))
    if (sound !== undefined) kept.push(sound)
  }
  if (!kept.some(({ kind }) => kind === 'paragraph' || kind === 'list')) return undefined
  return { blocks: kept.reverse(), violations: [], refused: prose.refused }
}

/** `next`: what is kept below it. */
function soundBlock(block: ProseBlock, next: ProseBlock | undefined): ProseBlock | undefined {
  if (block.kind === 'diagram') return block
  if (block.kind === 'heading') return isSound(block.sentence) && next !== undefined && next.kind !== 'heading' ? block : undefined
  const items = block.items.map((item) => item.filter(isSound)).filter((item) => item.length > 0)
  const isLead = block.kind === 'paragraph' && next?.kind === 'list' && items.length === block.items.length && isLeadIn(plainTextOf(items[0] ?? []))
  const cited = isLead ? items : items.filter(isCited).slice(0, maxItems)
  return cited.length === 0 ? undefined : { kind: block.kind, items: cited }
}

interface ReadBlock {
  /** Undefined: nothing of it can be used. */
  readonly block: ProseBlock | undefined
  readonly violations: readonly string[]
}

function readBlock(text: TextBlock, scope: ProseScope, next: TextBlock | undefined): ReadBlock {
  if (text.kind === 'refused') return { block: undefined, violations: [`There is ${text.what}: "${text.start}". Write paragraphs, lists and ### headings only.`] }
  if (text.kind === 'diagram') {
    const { diagram, violations } = readDiagram(text.text, scope)
    return { block: diagram === undefined ? undefined : { kind: 'diagram', diagram }, violations }
  }
  if (text.kind === 'heading') return readHeading(text.text, scope)
  const texts = text.kind === 'list' ? text.items : [text.text]
  const block = { kind: text.kind, items: texts.map((one) => readSentences(one, scope)) }
  const isLead = text.kind === 'paragraph' && next?.kind === 'list' && isLeadIn(text.text)
  return { block, violations: [...block.items.flatMap((item, at) => itemViolations(item, texts[at] ?? '', text.kind === 'list' ? 'list item' : 'paragraph', isLead)), ...lengthViolations(texts)] }
}

function itemViolations(item: readonly Sentence[], text: string, what: string, isLead: boolean): string[] {
  const own = item.flatMap(({ violations }) => violations)
  return own.length === 0 && !isLead && !isCited(item) ? [`Nothing is cited in the ${what} that begins "${text.slice(0, 60)}".`] : own
}

function lengthViolations(items: readonly string[]): string[] {
  return items.length > maxItems ? [`The list that begins "${(items[0] ?? '').slice(0, 60)}" has ${items.length} items; ${maxItems} at most.`] : []
}

/** Names and words alone: it says where one is, and claims nothing that could be cited. */
function readHeading(text: string, scope: ProseScope): ReadBlock {
  const sentences = readSentences(text, scope)
  const parts = sentences.flatMap((sentence) => sentence.parts)
  const violations = sentences.flatMap((sentence) => sentence.violations)
  if (parts.some(({ kind }) => kind === 'cite' || kind === 'module')) violations.push(`The heading "${text.slice(0, 60)}" cites or links; only text below it does.`)
  if (text.length > maxHeading) violations.push(`The heading "${text.slice(0, 60)}" is longer than ${maxHeading} characters.`)
  return { block: { kind: 'heading', sentence: { parts, violations } }, violations }
}

/** What only leads in to a list, whose items cite. */
function isLeadIn(text: string): boolean {
  return text.trimEnd().endsWith(':') && text.length <= maxLeadIn
}

function plainTextOf(item: readonly Sentence[]): string {
  return item.flatMap(({ parts }) => parts.map((part) => ('text' in part ? part.text : ' '))).join('')
}

function isSound({ violations }: Sentence): boolean {
  return violations.length === 0
}

function isCited(item: readonly Sentence[]): boolean {
  return item.some(({ parts }) => parts.some(({ kind }) => kind === 'cite'))
}
