import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { fileManager } from '../../../platform/file-manager.js'
import { openDatabase, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { walkTree, type WikiPage } from '../../../documentation/wiki.js'
import type { RenderedPage } from '../../../rendering/rendered-page.js'
import type { StageInput, WikiSource } from '../../cache-manager.js'
import { pack } from './packed-file.js'
import { addSections, searchSchema } from './search-index.js'

/** `wiki.db`: everything that the reader looks up, in one file that goes with the wiki's folder. */
const schema = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE pages (slug TEXT PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, meta TEXT NOT NULL, html BLOB NOT NULL, markdown BLOB NOT NULL) STRICT;
  CREATE TABLE files (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
  CREATE TABLE sources (path TEXT PRIMARY KEY, folder TEXT NOT NULL, oid TEXT NOT NULL, language TEXT, content BLOB NOT NULL) STRICT;
  CREATE INDEX sources_by_folder ON sources (folder);
  CREATE TABLE folders (path TEXT PRIMARY KEY, parent TEXT NOT NULL) STRICT;
  CREATE INDEX folders_by_parent ON folders (parent);
${searchSchema}`

/** Written last: a file without it is not a finished index of ours. */
const indexVersion = 2

/** Undefined when there is no index, one of another version or a damaged one: such a wiki counts as gone and is made anew. */
export function openWikiFile(folder: string): Database | undefined {
  const path = join(folder, 'wiki.db')
  if (!existsSync(path)) return undefined
  const database = openDatabase(path, { durability: 'normal', readOnly: true })
  try {
    if (sql.get<{ user_version: number }>(database, 'PRAGMA user_version')?.user_version === indexVersion) return database
  } catch {
    // Not a database any more.
  }
  database.close()
  return undefined
}

/**
 * Writes the index, without a journal and in one transaction: an index that is not finished is thrown away. One plain file afterwards (no
 * WAL), on disk, so that readers can open it read-only. `files`: packed, by name, the pages among them as `<slug>.md`.
 */
export async function writeWikiIndex(path: string, input: StageInput, files: ReadonlyMap<string, Buffer>): Promise<void> {
  const database = openDatabase(path, { durability: 'normal' })
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    database.exec(schema)
    database.exec('BEGIN')
    await addPages(database, input, files)
    for await (const source of input.sources) {
      input.signal.throwIfAborted()
      addSource(database, source)
    }
    database.exec(`INSERT INTO sections (sections) VALUES ('optimize'); INSERT INTO pieces (pieces) VALUES ('rebuild')`)
    database.exec(`PRAGMA user_version = ${indexVersion}; COMMIT`)
  } finally {
    database.close()
  }
  await fileManager.syncFile(path)
}

/** Page by page, with a turn of the event loop between: a cancel has to be heard. */
async function addPages(database: Database, input: StageInput, files: ReadonlyMap<string, Buffer>): Promise<void> {
  sql.run(database, `INSERT INTO facts VALUES ('tree', ?)`, JSON.stringify(input.wiki.tree))
  const rendered = new Map(input.rendered.map((page) => [page.slug, page]))
  const words = new Map<string, number>()
  for (const [position, page] of readingOrder(input).entries()) {
    await setImmediate()
    input.signal.throwIfAborted()
    const html = rendered.get(page.slug)
    if (html === undefined) continue
    addPage(database, { page, html, position, markdown: files.get(`${page.slug}.md`) ?? pack(page.markdown) })
    addSections(database, { slug: page.slug, title: page.title, sections: html.sections }, words)
  }
  for (const [term, sections] of words) sql.run(database, 'INSERT INTO words (term, sections) VALUES (?, ?)', term, sections)
  for (const [name, content] of files) sql.run(database, 'INSERT INTO files VALUES (?, ?)', name, content)
}

/** As the tree shows them. */
function readingOrder(input: StageInput): WikiPage[] {
  const bySlug = new Map(input.wiki.pages.map((page) => [page.slug, page]))
  const inTree = [...walkTree(input.wiki.tree)].flatMap(({ node }) => bySlug.get(node.slug) ?? [])
  return [...inTree, ...input.wiki.pages.filter((page) => !inTree.includes(page))]
}

interface PlacedPage {
  readonly page: WikiPage
  readonly html: RenderedPage
  readonly position: number
  /** Packed. */
  readonly markdown: Buffer
}

function addPage(database: Database, { page, html, position, markdown }: PlacedPage): void {
  const { contents, sections, anchors, undrawnDiagrams } = html
  const meta = JSON.stringify({
    kind: page.kind,
    origin: page.origin,
    verification: page.verification,
    contents,
    anchors,
    undrawnDiagrams,
    sections: sections.map(({ anchor, heading }) => ({ anchor, heading })),
  })
  sql.run(
    database,
    'INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)',
    page.slug,
    position,
    page.title,
    meta,
    pack(html.html),
    markdown,
  )
}

function addSource(database: Database, source: WikiSource): void {
  const folder = parentOf(source.path)
  sql.run(
    database,
    'INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)',
    source.path,
    folder,
    source.oid,
    source.language ?? null,
    pack(source.content),
  )
  for (let at = folder; at !== ''; at = parentOf(at)) sql.run(database, 'INSERT OR IGNORE INTO folders VALUES (?, ?)', at, parentOf(at))
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
