import * as z from 'zod'
import { unknownCommit, type PublishedWiki } from '../cache/published-wiki.js'
import type { LibraryPage, SearchHit } from '../cache/wiki-library.js'
import type { Verification, WikiTreeNode } from '../documentation/wiki.js'
import { gapSchema } from './job-status-response.js'
import { wikiApiPath, wikiPath } from './wiki-address.js'

const coverageSchema = z
  .object({
    source_files: z.int(),
    documented_files: z.int(),
    public_components: z.int(),
    documented_public_components: z.int(),
    total_components: z.int(),
    citations: z.int(),
    links: z.int(),
    diagrams: z.int(),
    skipped_files: z.int(),
  })
  .meta({ id: 'Coverage' })

export const wikiResponse = z
  .object({
    repo_url: z.string(),
    host: z.string(),
    owner: z.string(),
    name: z.string(),
    commit_id: z.string().nullable().describe('Null: imported, and not written down.'),
    committed_at: z.string(),
    ref_name: z.string().nullable().describe('Branch or tag it was found under.'),
    title: z.string(),
    summary: z.string().nullable(),
    main_model: z.string().nullable().describe('Null: written from the code alone.'),
    created_at: z.iso.datetime(),
    job_id: z.string().describe('The job that made it.'),
    pages: z.int(),
    size_bytes: z.int(),
    gaps: z.array(gapSchema),
    coverage: coverageSchema,
    links: z.object({ self: z.string(), tree: z.string(), search: z.string(), html: z.string() }),
  })
  .meta({ id: 'Wiki' })

export function toWikiResponse(record: PublishedWiki): z.infer<typeof wikiResponse> {
  const self = wikiApiPath(record, record.commit)
  const { coverage } = record
  return {
    repo_url: record.url,
    host: record.host,
    owner: record.owner,
    name: record.name,
    commit_id: record.commit === unknownCommit ? null : record.commit,
    committed_at: record.committedAt,
    ref_name: record.refName ?? null,
    title: record.title,
    summary: record.summary ?? null,
    main_model: record.mainModel ?? null,
    created_at: record.createdAt.toISOString(),
    job_id: record.jobId,
    pages: record.pages,
    size_bytes: record.sizeBytes,
    gaps: record.gaps.map((gap) => ({ ...gap })),
    coverage: {
      source_files: coverage.sourceFiles,
      documented_files: coverage.documentedFiles,
      public_components: coverage.publicComponents,
      documented_public_components: coverage.documentedPublicComponents,
      total_components: coverage.totalComponents,
      citations: coverage.citations,
      links: coverage.links,
      diagrams: coverage.diagrams,
      skipped_files: coverage.skippedFiles,
    },
    links: { self, tree: `${self}/tree`, search: `${self}/search`, html: `${wikiPath(record, record.commit)}/overview` },
  }
}

export interface TreeResponse {
  slug: string
  title: string
  path: string | null
  components: string[]
  children: TreeResponse[]
}

export const treeResponse: z.ZodType<TreeResponse> = z
  .object({
    slug: z.string(),
    title: z.string(),
    path: z.string().nullable(),
    components: z.array(z.string()),
    get children() {
      return z.array(treeResponse)
    },
  })
  .meta({ id: 'ModuleTree', description: 'A page with the components it stands for, and the pages below it.' })

export function toTreeResponse(node: WikiTreeNode): TreeResponse {
  return {
    slug: node.slug,
    title: node.title,
    path: node.path ?? null,
    components: [...node.components],
    children: node.children.map(toTreeResponse),
  }
}

const pageLink = z.object({ slug: z.string(), title: z.string() })

const verificationResponse = z
  .object({
    model: z.string(),
    state: z.enum(['verified', 'partly']).describe('`partly`: something that the model wrote broke a rule and was left out.'),
    statements: z.int(),
    citations: z.int(),
    names: z.int(),
    repaired: z.int(),
    removed: z.int(),
    diagram_edges: z.object({ kept: z.int(), dashed: z.int(), dropped: z.int() }),
    turns: z.int(),
  })
  .meta({ id: 'Verification', description: "What was checked of a model's prose. Null: no prose by a model, or none that was checked here." })

function toVerificationResponse({ diagramEdges, ...counts }: Verification): z.infer<typeof verificationResponse> {
  return { ...counts, diagram_edges: { ...diagramEdges } }
}

export const pageResponse = z
  .object({
    slug: z.string(),
    title: z.string(),
    kind: z.enum(['overview', 'module', 'reference', 'topic']),
    origin: z.enum(['analysis', 'model']),
    verification: verificationResponse.nullable(),
    commit_id: z.string(),
    markdown: z.string(),
    html: z.string().describe('Safe: no script, no style, no event handler.'),
    contents: z.array(z.object({ level: z.int(), anchor: z.string(), text: z.string() })),
    breadcrumbs: z.array(pageLink),
    previous: pageLink.nullable(),
    next: pageLink.nullable(),
  })
  .meta({ id: 'Page' })

export function toPageResponse(page: LibraryPage, commit: string): z.infer<typeof pageResponse> {
  return {
    slug: page.slug,
    title: page.title,
    kind: page.kind,
    origin: page.origin,
    verification: page.verification === undefined ? null : toVerificationResponse(page.verification),
    commit_id: commit,
    markdown: page.markdown,
    html: page.html,
    contents: page.contents.map(({ level, anchor, text }) => ({ level, anchor, text })),
    breadcrumbs: page.breadcrumbs.map(({ slug, title }) => ({ slug, title })),
    previous: page.previous === undefined ? null : { slug: page.previous.slug, title: page.previous.title },
    next: page.next === undefined ? null : { slug: page.next.slug, title: page.next.title },
  }
}

export const searchResponse = z
  .object({
    query: z.string(),
    hits: z.array(
      z.object({
        slug: z.string(),
        title: z.string(),
        anchor: z.string(),
        heading: z.string(),
        snippet: z.string().describe('Plain text; matches stand between U+0002 and U+0003.'),
        url: z.string(),
      }),
    ),
  })
  .meta({ id: 'SearchHits' })

export function toSearchResponse(query: string, hits: readonly SearchHit[], record: PublishedWiki): z.infer<typeof searchResponse> {
  const base = wikiPath(record, record.commit)
  return {
    query,
    hits: hits.map(({ slug, title, anchor, heading, snippet }) => ({
      slug,
      title,
      anchor,
      heading,
      snippet,
      url: `${base}/${slug}${anchor === '' ? '' : `#${encodeURIComponent(anchor)}`}`,
    })),
  }
}
