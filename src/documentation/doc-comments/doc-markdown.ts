import { fencedCode, guardLineStart, inlineCode } from '../markdown/escape.js'
import { capitalise, sentence, shorten } from '../prose.js'
import type { DocBlock, DocComment, NamedText } from './doc-comment.js'
import { tellingBlocks, withoutFileName, withoutTitle } from './first-sentence.js'
import { inlineMarkdown } from './inline.js'

export interface DocLimits {
  /** Words of prose; the block that goes past it is the last one. */
  readonly words: number
  readonly codeLines: number
  readonly listItems: number
}

export const defaultDocLimits: DocLimits = { words: 90, codeLines: 12, listItems: 6 }

/** A doc comment as Markdown blocks that cannot break the page around them. `cut` tells that something was left out. */
export function docMarkdown(doc: DocComment, limits: DocLimits = defaultDocLimits, language = ''): { markdown: string; cut: boolean } {
  const blocks = withoutTitle(tellingBlocks(doc.blocks))
  const written: string[] = []
  let words = 0
  let at = 0
  for (; at < blocks.length && (words < limits.words || announces(blocks[at - 1])); at += 1) {
    const block = blocks[at]
    if (block === undefined) break
    // A label or a line that announces something needs what follows it.
    if (at === blocks.length - 1 && block.kind === 'label') break
    written.push(
      writeBlock(at === 0 && block.kind === 'paragraph' ? { ...block, text: withoutFileName(block.text) } : block, limits, language),
    )
    words += countWords(block)
  }
  return { markdown: written.filter((block) => block !== '').join('\n\n'), cut: at < blocks.length }
}

/** `like this:` promises what follows. */
function announces(block: DocBlock | undefined): boolean {
  return block?.kind === 'label' || (block?.kind === 'paragraph' && block.text.endsWith(':'))
}

function writeBlock(block: DocBlock, limits: DocLimits, language: string): string {
  if (block.kind === 'paragraph') return guardLineStart(inlineMarkdown(shorten(block.text, 900)))
  if (block.kind === 'label') {
    const text = inlineMarkdown(shorten(block.text.replaceAll('**', ''), 120)).trim()
    return text === '' ? '' : `**${text.replace(/:$/, '')}**`
  }
  if (block.kind === 'code') return fencedCode(block.language || language, clipLines(block.text, limits.codeLines))
  const items = block.items
    .slice(0, limits.listItems)
    .map((item) => inlineMarkdown(shorten(item, 300)))
    .filter((item) => item !== '')
  const left = block.items.length - limits.listItems
  if (left > 0) items.push(`… ${left} more`)
  return items.map((item, at) => `${block.ordered ? `${at + 1}.` : '-'} ${guardLineStart(item)}`).join('\n')
}

function clipLines(text: string, limit: number): string {
  const lines = text.split('\n').map((line) => shorten(line, 240))
  return lines.length <= limit ? lines.join('\n') : [...lines.slice(0, limit), '…'].join('\n')
}

function countWords(block: DocBlock): number {
  const text = block.kind === 'list' ? block.items.join(' ') : block.text
  return block.kind === 'code' ? 15 : text.split(/\s+/).length
}

/** Parameters, result and failures as list items; those without a description are left out: the signature has the names. */
export function docTags(doc: DocComment, limit = 6): readonly string[] {
  const described = (items: readonly NamedText[]) => items.filter((item) => item.text !== '').slice(0, limit)
  const items = described(doc.parameters).map((one) => `${inlineCode(one.name)}: ${tagText(one.text)}`)
  if (doc.returns !== undefined) items.push(`Returns: ${tagText(doc.returns)}`)
  for (const one of doc.throws.slice(0, limit)) items.push(thrown(one))
  if (doc.deprecated !== undefined) items.unshift(doc.deprecated === '' ? 'Deprecated.' : `Deprecated: ${tagText(doc.deprecated)}`)
  return items.filter((item) => !item.endsWith(': '))
}

function thrown({ name, text }: NamedText): string {
  if (name === '') return `Throws: ${tagText(text)}`
  return text === '' ? `Throws ${inlineCode(name)}.` : `Throws ${inlineCode(name)}: ${tagText(text)}`
}

function tagText(text: string): string {
  const markdown = inlineMarkdown(shorten(text.replace(/^[-–—:]\s*/, '').replace(/\s\.\. [a-z]+::.*$/s, ''), 240))
  return markdown === '' ? '' : sentence(capitalise(markdown))
}
