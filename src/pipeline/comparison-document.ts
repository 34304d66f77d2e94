import * as z from 'zod'
import type { PublishedWiki } from '../cache/published-wiki.js'
import { wordsOfReasons } from '../documentation/compare/comparison-words.js'
import type { PublishedComparison } from './compare-published.js'

const side = z.object({ commit_id: z.string(), committed_at: z.string(), ref_name: z.string().nullable(), main_model: z.string().nullable() })

const pageChange = z.object({
  change: z.enum(['added', 'removed', 'renamed', 'changed']),
  slug: z.string(),
  title: z.string(),
  kind: z.string(),
  was: z.object({ slug: z.string(), title: z.string() }).nullable().describe('Of a renamed page.'),
  reasons: z.array(z.enum(['code', 'cited', 'prose', 'relations', 'generator'])).describe('Why: its own code, code that it cites, a model’s prose, what it says of other code; `generator`: CodeWiki, model or options were others.'),
  reason: z.string().describe('The same for people.'),
  sections: z.array(z.object({ heading: z.string().describe('Empty: what stands below the title.'), anchor: z.string(), change: z.enum(['added', 'removed', 'changed']) })),
  components: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      is_public: z.boolean(),
      change: z.enum(['added', 'removed', 'signature', 'visibility', 'doc']),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  hunks: z.array(z.object({ from_line: z.int(), to_line: z.int(), lines: z.array(z.string().describe('A blank, `+` or `-`, then the line of Markdown.')) })),
})

/** A comparison as programs get it, from the API and from the command alike. */
export const comparisonDocument = z
  .object({
    repo_url: z.string(),
    from: side,
    to: side,
    figures: z.array(z.object({ name: z.string(), before: z.int(), after: z.int() })),
    files: z.object({ added: z.int(), removed: z.int(), changed: z.int() }).nullable().describe('Null: a wiki without a code map.'),
    unchanged_pages: z.int(),
    pages: z.array(pageChange),
  })
  .meta({ id: 'WikiComparison', description: 'Citations count as the same when they name the same symbol, or the same file, whatever its lines.' })

export function toComparisonDocument({ from, to, figures, files, unchanged, pages }: PublishedComparison): z.infer<typeof comparisonDocument> {
  return {
    repo_url: to.url,
    from: sideOf(from),
    to: sideOf(to),
    figures: figures.map((one) => ({ ...one })),
    files: files ?? null,
    unchanged_pages: unchanged,
    pages: pages.map((page) => ({
      change: page.change,
      slug: page.slug,
      title: page.title,
      kind: page.kind,
      was: page.was ?? null,
      reasons: [...page.reasons],
      reason: wordsOfReasons(page),
      sections: [...page.sections],
      components: page.components.map(({ isPublic, before, after, ...one }) => ({ ...one, is_public: isPublic, before: before ?? null, after: after ?? null })),
      hunks: page.hunks.map(({ fromLine, toLine, lines }) => ({ from_line: fromLine, to_line: toLine, lines: lines.map(({ mark, text }) => mark + text) })),
    })),
  }
}

const sideOf = ({ commit, committedAt, refName, mainModel }: PublishedWiki): z.infer<typeof side> => ({ commit_id: commit, committed_at: committedAt, ref_name: refName ?? null, main_model: mainModel ?? null })
