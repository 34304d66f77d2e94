import * as z from 'zod'
import type { OpenWiki } from '../cache/wiki-library.js'
import type { StateComponent, StatePage, WikiState } from '../documentation/compare/wiki-state.js'
import { walkTree, type Citation } from '../documentation/wiki.js'
import { arrayItems } from './array-items.js'

type ReadableWiki = Pick<OpenWiki, 'record' | 'tree' | 'page' | 'file' | 'fileStream'>

/** Reads what is compared of a published wiki. A file that it does not have, or that is none of ours, is as if it held nothing. */
export async function readWikiState(wiki: ReadableWiki): Promise<WikiState> {
  const { commit, fingerprint, coverage } = wiki.record
  const tree = wiki.tree()
  const citations = readCitations(wiki.file('citations.json'))
  const pages: StatePage[] = []
  for (const { node } of walkTree(tree)) {
    const page = wiki.page(node.slug)
    if (page === undefined) continue
    const { slug, title, kind, markdown, origin } = page
    pages.push({ slug, title, kind, markdown, origin, citations: citations.get(slug) ?? [] })
  }
  return { commit, fingerprint, coverage, tree, pages, ...(await readCode(wiki)) }
}

const citationSchema = z.object({ path: z.string(), startLine: z.int(), endLine: z.int(), blob: z.string(), symbol: z.string().optional() })
const citationsSchema = z.array(z.object({ page: z.string(), citations: z.array(citationSchema) }))

function readCitations(text: string | undefined): Map<string, Citation[]> {
  const read = text === undefined ? undefined : citationsSchema.safeParse(parse(text))
  return new Map((read?.data ?? []).map(({ page, citations }) => [page, citations.map((one) => ({ ...one, symbol: one.symbol }))]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fileSchema = z.object({ path: z.string(), oid: z.string() })
const componentSchema = z.object({
  id: z.string(),
  qualifiedName: z.string(),
  kind: z.string(),
  path: z.string(),
  signature: z.string(),
  doc: z.string().optional(),
  visibility: z.string(),
  isTest: z.boolean().optional(),
})

/** The code map of a large repository is longer than a string can be: files and components are taken from its beginning, piece by piece. */
async function readCode(wiki: ReadableWiki): Promise<Pick<WikiState, 'files' | 'components'>> {
  const files = new Map<string, string>()
  const components = new Map<string, StateComponent>()
  const stream = wiki.fileStream('code_map.json')
  if (stream === undefined) return { files, components }
  for await (const { name, item } of arrayItems(stream, ['files', 'components'])) {
    if (name === 'files') {
      const file = fileSchema.safeParse(item)
      if (file.success) files.set(file.data.path, file.data.oid)
      continue
    }
    const component = componentSchema.safeParse(item)
    if (!component.success || component.data.isTest === true) continue
    const { id, qualifiedName, kind, path, signature, doc, visibility } = component.data
    components.set(id, { qualifiedName, kind, path, signature, doc, isPublic: visibility === 'public' })
  }
  return { files, components }
}
