import type { Component } from '../../../analysis/code-map.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import { moduleLink, rangeOf, type PageContext } from '../../pages/page-context.js'
import { sectionHeadings } from '../../plan/component-anchors.js'
import type { PlannedModule, PlannedTopic } from '../../wiki-plan.js'
import type { Prose } from './read-prose.js'
import type { ProsePart, Sentence } from './read-sentences.js'

type ProseContext = PageContext<PlannedModule | PlannedTopic>

/** The model's words as text, its ids as citations and links of ours. */
export function writeProse(context: ProseContext, prose: Prose): void {
  const { page } = context
  page.heading(2, sectionHeadings.explanation)
  for (const { kind, items } of prose.blocks) {
    const written = items.map((sentences) => sentences.map((sentence) => writeSentence(context, sentence)).join(' '))
    if (kind === 'list') page.list(written)
    else page.paragraph(written.join(' '))
  }
  page.paragraph('A language model wrote this section from the cited code; the rest of the page is derived from the code itself.')
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
    written = `${written.trimEnd()} (${group.components.map((component) => citation(context, component)).join(', ')})`
    at = group.last
  }
  return written.replace(/ {2,}/g, ' ').trim()
}

/** Citations that stand side by side share their brackets, each named once. */
function citationsFrom(parts: readonly ProsePart[], from: number): { readonly components: readonly Component[]; readonly last: number } {
  const components = new Set<Component>()
  let last = from
  for (let at = from; at < parts.length; at += 1) {
    const part = parts[at]
    if (part?.kind === 'cite') {
      components.add(part.component)
      last = at
    } else if (part?.kind !== 'text' || part.text.trim().replace(',', '') !== '') break
  }
  return { components: [...components], last }
}

function citation({ page }: ProseContext, component: Component): string {
  const { startLine, endLine, path } = component
  const lines = startLine === endLine ? `${startLine}` : `${startLine}-${endLine}`
  return page.link(`${escapeText(path.split('/').at(-1) ?? path)}:${lines}`, rangeOf(component))
}

function writePart(context: ProseContext, part: Exclude<ProsePart, { kind: 'cite' }>): string {
  if (part.kind === 'code') return inlineCode(part.text)
  return part.kind === 'module' ? moduleLink(context, part.slug) : escapeText(part.text)
}
