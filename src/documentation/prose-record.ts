import * as z from 'zod'
import { sha256 } from '../platform/sha256.js'
import { listOf } from './prose.js'

/** What a page's prose was written from, each as a hash. Equal ones promise an equal first request, which is paid for once. */
export interface ProseBasis {
  /** Model and its prompts. */
  readonly writer: string
  /** What is told of the page's own definitions: names, signatures, comments. */
  readonly own: string
  /** The source of those. */
  readonly source: string
  /** What is told of others: who uses whom through what, and what the modules around are for. */
  readonly neighbours: string
  /** By slug of the page. */
  readonly summaries: Readonly<Record<string, string>>
}

/** Beside a page that a model has explained: what the next commit's wiki compares itself with. */
export interface ProseRecord {
  readonly basis: ProseBasis
  /** What other pages are told of this one. */
  readonly summary: string | undefined
  /** Why the page was written anew, or was not: one sentence. */
  readonly reason: string
}

export function hashOf(text: string): string {
  return sha256(text, 16)
}

/** `titleOf`: a page's title by its slug. */
export function reasonFor(former: ProseBasis | undefined, basis: ProseBasis, titleOf: (slug: string) => string): string {
  if (former === undefined) return 'No earlier wiki has this page with an explanation.'
  const reasons: string[] = []
  if (former.writer !== basis.writer) reasons.push('another model or other prompts write the wiki')
  if (former.own !== basis.own) reasons.push('what its definitions are called, declare or say of themselves has changed')
  else if (former.source !== basis.source) reasons.push('the source of its definitions has changed')
  if (former.neighbours !== basis.neighbours) reasons.push('what it uses, or what uses it, has changed')
  const changed = Object.entries(basis.summaries).filter(([slug, hash]) => former.summaries[slug] !== hash)
  if (changed.length > 0) reasons.push(`the summary of ${listOf(changed.slice(0, 4).map(([slug]) => titleOf(slug)), changed.length)} has changed`)
  const gone = Object.keys(former.summaries).filter((slug) => basis.summaries[slug] === undefined)
  if (gone.length > 0) reasons.push('pages below it are gone')
  return reasons.length === 0 ? 'Nothing that it is written from has changed.' : `Written anew, for ${listOf(reasons)}.`
}

/** What others are told of the page stays word for word while what it offers and how it stands to others is the same, however its insides change. */
export function summaryStands(former: ProseBasis, basis: ProseBasis): boolean {
  const sameParts = Object.keys({ ...former.summaries, ...basis.summaries }).every((slug) => former.summaries[slug] === basis.summaries[slug])
  return former.writer === basis.writer && former.own === basis.own && former.neighbours === basis.neighbours && sameParts
}

const basisSchema = z.object({ writer: z.string(), own: z.string(), source: z.string(), neighbours: z.string(), summaries: z.record(z.string(), z.string()) })
const recordSchema = z.object({ basis: basisSchema, summary: z.string().nullable(), reason: z.string() })
const pagesSchema = z.object({ pages: z.array(z.object({ slug: z.string(), prose: z.unknown().optional() })) })

/** By slug, from a wiki's `metadata.json`; empty when it has none, or is none of ours. */
export function readProseRecords(text: string): ReadonlyMap<string, ProseRecord> {
  const records = new Map<string, ProseRecord>()
  for (const { slug, prose } of pagesOf(text)) {
    const record = recordSchema.safeParse(prose)
    if (record.success) records.set(slug, { ...record.data, summary: record.data.summary ?? undefined })
  }
  return records
}

function pagesOf(text: string): readonly { readonly slug: string; readonly prose?: unknown }[] {
  try {
    return pagesSchema.safeParse(JSON.parse(text)).data?.pages ?? []
  } catch {
    return []
  }
}
