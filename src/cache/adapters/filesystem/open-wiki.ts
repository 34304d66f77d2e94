import type { WikiTreeNode } from '../../../documentation/wiki.js'
import { walkTree } from '../../../documentation/wiki.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { PublishedWiki } from '../../published-wiki.js'
import type { LibraryPage, LibrarySource, OpenWiki, SearchHit } from '../../wiki-library.js'
import type { ExplainedIndex } from './explained-index.js'
import { searchWiki } from './search-wiki.js'
import { unpack, unpackStream } from './packed-file.js'

type PageMeta = Pick<LibraryPage, 'kind' | 'origin' | 'verification' | 'contents' | 'anchors' | 'undrawnDiagrams'> & {
  readonly sections: readonly { anchor: string; heading: string }[]
}
type Neighbour = { readonly slug: string; readonly title: string }

interface Structure {
  readonly tree: WikiTreeNode
  /** By slug: from the root to the page. */
  readonly trails: ReadonlyMap<string, readonly Neighbour[]>
  /** By slug of a page that is gone: the one in its place. */
  readonly moved: ReadonlyMap<string, string>
}

/** Read once for each open index. */
const structures = new WeakMap<Database, Structure>()

/** A wiki as it was published. */
export type WikiIndex = Omit<OpenWiki, 'upgrade' | 'currentPage' | 'search'> & {
  /** With the text of explained pages in place of their own, as far as there are any. */
  readonly search: (query: string, limit: number, explained: ExplainedIndex | undefined) => readonly SearchHit[]
}

/** Reads one wiki's index, which `index` gives open. Names and paths are only ever looked up in it. */
export function openWikiIndex(record: PublishedWiki, index: () => Database): WikiIndex {
  return {
    record,
    tree: () => structure(index()).tree,
    page: (slug) => page(index(), slug),
    movedTo: (slug) => {
      const { trails, moved } = structure(index())
      return trails.has(slug) ? undefined : moved.get(slug)
    },
    file: (name) => {
      const packed = file(index(), name)
      return packed === undefined ? undefined : unpack(packed)
    },
    fileStream: (name) => {
      const packed = file(index(), name)
      return packed === undefined ? undefined : unpackStream(packed)
    },
    fileNames: () => sql.all<{ name: string }>(index(), 'SELECT name FROM files ORDER BY name').map(({ name }) => name),
    search: (query, limit, explained) => {
      const newer = explained?.database
      return searchWiki([{ database: index(), without: explained?.slugs }, ...(newer === undefined ? [] : [{ database: newer }])], query, limit)
    },
    source: (path) => source(index(), path),
    folder: (path) => folder(index(), path),
  }
}

function structure(database: Database): Structure {
  let known = structures.get(database)
  if (known === undefined) {
    const tree = JSON.parse(
      sql.get<{ value: string }>(database, `SELECT value FROM facts WHERE name = 'tree'`)?.value ?? 'null',
    ) as WikiTreeNode
    const moved = new Map([...walkTree(tree)].flatMap(({ node }) => (node.formerSlugs ?? []).map((slug) => [slug, node.slug] as const)))
    structures.set(database, (known = { tree, trails: breadcrumbTrails(tree), moved }))
  }
  return known
}

function file(database: Database, name: string): Uint8Array | undefined {
  return sql.get<{ content: Uint8Array }>(database, 'SELECT content FROM files WHERE name = ?', name)?.content
}

function page(database: Database, slug: string): LibraryPage | undefined {
  const row = sql.get<{ position: number; title: string; meta: string; html: Uint8Array; markdown: Uint8Array }>(
    database,
    'SELECT * FROM pages WHERE slug = ?',
    slug,
  )
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
    breadcrumbs: structure(database).trails.get(slug) ?? [{ slug, title: row.title }],
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

function source(database: Database, path: string): LibrarySource | undefined {
  // SQLite ends a text at NUL: another name would be looked up than was asked for.
  if (path.includes('\0')) return undefined
  const row = sql.get<{ oid: string; language: string | null; content: Uint8Array }>(
    database,
    'SELECT oid, language, content FROM sources WHERE path = ?',
    path,
  )
  return row === undefined ? undefined : { path, oid: row.oid, language: row.language ?? undefined, text: unpack(row.content) }
}

function folder(database: Database, path: string): ReturnType<OpenWiki['folder']> {
  if (path !== '' && sql.get(database, 'SELECT 1 FROM folders WHERE path = ?', path) === undefined) return undefined
  const name = (full: string) => full.slice(full.lastIndexOf('/') + 1)
  const folders = sql.all<{ path: string }>(database, 'SELECT path FROM folders WHERE parent = ? ORDER BY path', path)
  const files = sql.all<{ path: string }>(database, 'SELECT path FROM sources WHERE folder = ? ORDER BY path', path)
  return [
    ...folders.map((one) => ({ name: name(one.path), path: one.path, isFolder: true })),
    ...files.map((one) => ({ name: name(one.path), path: one.path, isFolder: false })),
  ]
}
