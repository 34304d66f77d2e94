import type { WikiTreeNode } from '../../../documentation/wiki.js'
import { walkTree } from '../../../documentation/wiki.js'
import { editDistance } from '../../../platform/edit-distance.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { LibraryPage, LibrarySource, OpenWiki, SearchHit } from '../../wiki-library.js'
import { queryWords, toMatch } from './search-words.js'
import { unpack } from './wiki-index.js'

type PageMeta = Pick<LibraryPage, 'kind' | 'origin' | 'contents' | 'anchors' | 'undrawnDiagrams'> & { readonly sections: readonly { anchor: string; heading: string }[] }
type Neighbour = { readonly slug: string; readonly title: string }

/** A typo or two; the vocabulary holds word stems, so an ending may be missing besides. */
const mostEdits = 2

/** Reads one wiki's index. Names and paths are only ever looked up in it. */
export function openWikiIndex(record: PublishedWiki, database: Database): OpenWiki {
  const tree = JSON.parse(sql.get<{ value: string }>(database, `SELECT value FROM facts WHERE name = 'tree'`)?.value ?? 'null') as WikiTreeNode
  const trails = breadcrumbTrails(tree)
  return {
    record,
    tree: () => tree,
    page: (slug) => page(database, slug, trails),
    file: (name) => {
      if (name.includes('\0')) return undefined
      const row = sql.get<{ content: Uint8Array }>(database, 'SELECT content FROM files WHERE name = ?', name)
      return row === undefined ? undefined : unpack(row.content)
    },
    fileNames: () => sql.all<{ name: string }>(database, 'SELECT name FROM files ORDER BY name').map(({ name }) => name),
    search: (query, limit) => search(database, query, limit),
    source: (path) => source(database, path),
    folder: (path) => folder(database, path),
  }
}

function page(database: Database, slug: string, trails: ReadonlyMap<string, readonly Neighbour[]>): LibraryPage | undefined {
  const row = sql.get<{ position: number; title: string; meta: string; html: Uint8Array; markdown: Uint8Array }>(database, 'SELECT * FROM pages WHERE slug = ?', slug)
  if (row === undefined) return undefined
  const meta = JSON.parse(row.meta) as PageMeta
  const neighbour = (position: number) => sql.get<Neighbour>(database, 'SELECT slug, title FROM pages WHERE position = ?', position)
  return {
    slug,
    title: row.title,
    html: unpack(row.html),
    markdown: unpack(row.markdown),
    ...meta,
    sections: meta.sections.map((section) => ({ ...section, text: '' })),
    previous: neighbour(row.position - 1),
    next: neighbour(row.position + 1),
    breadcrumbs: trails.get(slug) ?? [{ slug, title: row.title }],
  }
}

function breadcrumbTrails(tree: WikiTreeNode): Map<string, readonly Neighbour[]> {
  const trails = new Map<string, readonly Neighbour[]>()
  const path: Neighbour[] = []
  for (const { node, depth } of walkTree(tree)) {
    path.splice(depth, path.length, { slug: node.slug, title: node.title })
    trails.set(node.slug, [...path])
  }
  return trails
}

/** First as typed; when that finds nothing, with each unknown word replaced by the most similar known one. */
function search(database: Database, query: string, limit: number): SearchHit[] {
  const words = queryWords(query)
  if (words.length === 0) return []
  const hits = match(database, toMatch(words), limit)
  if (hits.length > 0) return hits
  const corrected = words.map((word) => nearestWord(database, word) ?? word)
  return corrected.join() === words.join() ? [] : match(database, toMatch(corrected), limit)
}

function match(database: Database, expression: string, limit: number): SearchHit[] {
  return sql.all<SearchHit & Record<string, string>>(
    database,
    `SELECT slug, title, anchor, heading, snippet(sections, 1, char(2), char(3), '…', 24) AS snippet FROM sections
     WHERE sections MATCH ? ORDER BY bm25(sections, 8.0, 1.0, 2.0, 0, 0, 10.0) LIMIT ?`,
    expression, limit,
  )
}

function nearestWord(database: Database, word: string): string | undefined {
  const low = word.toLowerCase()
  if (sql.get(database, 'SELECT 1 FROM vocabulary WHERE term = ?', low) !== undefined) return undefined
  const candidates = sql.all<{ term: string }>(database, 'SELECT term FROM vocabulary WHERE length(term) BETWEEN ? AND ?', low.length - 2, low.length + 2)
  let best: string | undefined
  let fewest = low.length < 5 ? 1 : mostEdits
  for (const { term } of candidates) {
    const edits = editDistance(low.slice(0, term.length + 1), term)
    if (edits > fewest || (edits === fewest && best !== undefined)) continue
    fewest = edits
    best = term
  }
  return best
}

function source(database: Database, path: string): LibrarySource | undefined {
  // SQLite ends a text at NUL: another name would be looked up than was asked for.
  if (path.includes('\0')) return undefined
  const row = sql.get<{ oid: string; language: string | null; content: Uint8Array }>(database, 'SELECT oid, language, content FROM sources WHERE path = ?', path)
  return row === undefined ? undefined : { path, oid: row.oid, language: row.language ?? undefined, text: unpack(row.content) }
}

function folder(database: Database, path: string): ReturnType<OpenWiki['folder']> {
  if (path !== '' && sql.get(database, 'SELECT 1 FROM folders WHERE path = ?', path) === undefined) return undefined
  const name = (full: string) => full.slice(full.lastIndexOf('/') + 1)
  const folders = sql.all<{ path: string }>(database, 'SELECT path FROM folders WHERE parent = ? ORDER BY path', path)
  const files = sql.all<{ path: string }>(database, 'SELECT path FROM sources WHERE folder = ? ORDER BY path', path)
  return [...folders.map((one) => ({ name: name(one.path), path: one.path, isFolder: true })), ...files.map((one) => ({ name: name(one.path), path: one.path, isFolder: false }))]
}
