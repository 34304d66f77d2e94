import { githubSlug } from '../../github-slug.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import { moduleLink, rangeOf, type ProseContext } from '../../pages/page-context.js'
import { sectionHeadings } from '../../plan/component-anchors.js'
import type { Prose, ProseBlock, ProsePart, Sentence } from './prose-blocks.js'
import { writeDiagram } from './write-diagram.js'

/** The model's words as text, its ids as citations and links of ours, its diagrams drawn by us. */
export function writeProse(context: ProseContext, prose: Prose): void {
  const { page } = context
  page.heading(2, sectionHeadings.explanation)
  const taken = takenAnchors(context)
  for (const block of prose.blocks) writeBlock(context, block, taken)
  page.paragraph('A language model wrote this section from the cited code; the rest of the page is derived from the code itself.')
}

function writeBlock(context: ProseContext, block: ProseBlock, taken: Set<string>): void {
  const { page } = context
  if (block.kind === 'diagram') return writeDiagram(context, block.diagram)
  if (block.kind === 'heading') return writeHeading(context, block.sentence, taken)
  const written = block.items.map((sentences) => sentences.map((sentence) => writeSentence(context, sentence)).join(' '))
  if (block.kind === 'list') page.list(written)
  else page.paragraph(written.join(' '))
}

/** Its anchor must not be one that links of the wiki mean. */
function writeHeading({ page, ...context }: ProseContext, sentence: Sentence, taken: Set<string>): void {
  const text = writeSentence({ page, ...context }, sentence)
  const anchor = githubSlug(sentence.parts.map((part) => ('text' in part ? part.text : '')).join(''))
  if (anchor === '' || taken.has(anchor)) return page.paragraph(`**${text}**`)
  taken.add(anchor)
  page.heading(3, text)
}

function takenAnchors({ plan, planned }: ProseContext): Set<string> {
  const components = [...plan.anchors.values()].filter(({ slug }) => slug === planned.slug).map(({ anchor }) => anchor)
  return new Set([...components, ...Object.values(sectionHeadings).map(githubSlug), githubSlug(planned.title), githubSlug(plan.title)])
}

function writeSentence(context: ProseContext, { parts }: Sentence): string {
  let written = ''
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at]
    if (part === undefined) continue
    if (part.kind !== 'cite') {
      written += writePart(context, part)
      continue
    }
    const group = citationsFrom(parts, at)
    written = `${written.trimEnd()} (${group.citations.map((one) => citation(context, one)).join(', ')})`
    at = group.last
  }
  return written.replace(/ {2,}/g, ' ').trim()
}

type Cite = Extract<ProsePart, { kind: 'cite' }>

/** Citations that stand side by side share their brackets, each named once. */
function citationsFrom(parts: readonly ProsePart[], from: number): { readonly citations: readonly Cite[]; readonly last: number } {
  const citations = new Map<string, Cite>()
  let last = from
  for (let at = from; at < parts.length; at += 1) {
    const part = parts[at]
    if (part?.kind === 'cite') {
      citations.set(`${part.component.id} ${part.lines?.startLine ?? ''}-${part.lines?.endLine ?? ''}`, part)
      last = at
    } else if (part?.kind !== 'text' || part.text.trim().replace(',', '') !== '') break
  }
  return { citations: [...citations.values()], last }
}

function citation({ page }: ProseContext, { component, lines: part }: Pick<Cite, 'component' | 'lines'>): string {
  const { path, qualifiedName: within } = component
  const { startLine, endLine } = part ?? component
  const lines = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`
  const target = startLine === component.startLine ? { ...rangeOf(component), endLine } : { path, startLine, endLine, within }
  return page.link(`${escapeText(path.split('/').at(-1) ?? path)}:${lines}`, target)
}

function writePart(context: ProseContext, part: Exclude<ProsePart, { kind: 'cite' }>): string {
  if (part.kind === 'code') return inlineCode(part.text)
  return part.kind === 'module' ? moduleLink(context, part.slug) : escapeText(part.text)
}
