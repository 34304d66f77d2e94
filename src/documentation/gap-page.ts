import { escapeText, inlineCode } from './markdown/escape.js'
import { sentence } from './prose.js'
import { writtenKind, type PlannedPage } from './wiki-plan.js'
import type { Gap, WikiPage } from './wiki.js'

/** Stands in for a page that could not be written: says why and what to do, claims nothing about the code. */
export function gapPage(
  planned: { readonly slug: string; readonly title: string; readonly kind: PlannedPage['kind'] | 'quality'; readonly parent: string | undefined },
  gap: Gap,
): WikiPage {
  const markdown = [
    `# ${escapeText(planned.title).trim() || 'Untitled'}`,
    'This page could not be published. The other pages are not affected.',
    `**Why:** ${sentence(escapeText(gap.message))} (${inlineCode(gap.code)})`,
    '**What to do:** retry the job. Pages that are finished are kept, and only the missing ones are written again. If it fails a second time, report the code above with the repository and commit.',
    '',
  ].join('\n\n')
  return {
    slug: planned.slug,
    title: planned.title,
    kind: writtenKind(planned.kind),
    parent: planned.parent,
    markdown,
    citations: [],
    origin: 'analysis',
  }
}
