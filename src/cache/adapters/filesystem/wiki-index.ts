import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { createDeflateRaw, createInflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { setImmediate } from 'node:timers/promises'
import { fileManager } from '../../../platform/file-manager.js'
import { openDatabase, transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { walkTree, type WikiPage } from '../../../documentation/wiki.js'
import type { RenderedPage } from '../../../rendering/rendered-page.js'
import type { StageInput, WikiSource } from '../../cache-manager.js'
import { correctableWords, splitIdentifiers } from './search-words.js'

/** `wiki.db`: everything that the reader looks up, in one file that goes with the wiki's folder. */
const schema = `
  CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE pages (slug TEXT PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, meta TEXT NOT NULL, html BLOB NOT NULL, markdown BLOB NOT NULL) STRICT;
  CREATE TABLE files (name TEXT PRIMARY KEY, content BLOB NOT NULL) STRICT;
  CREATE TABLE sources (path TEXT PRIMARY KEY, folder TEXT NOT NULL, oid TEXT NOT NULL, language TEXT, content BLOB NOT NULL) STRICT;
  CREATE INDEX sources_by_folder ON sources (folder);
  CREATE TABLE folders (path TEXT PRIMARY KEY, parent TEXT NOT NULL) STRICT;
  CREATE INDEX folders_by_parent ON folders (parent);
  CREATE VIRTUAL TABLE sections USING fts5(heading, body, words, slug UNINDEXED, anchor UNINDEXED, title, tokenize = 'porter unicode61');
  CREATE TABLE words (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, sections INTEGER NOT NULL) STRICT;
  CREATE VIRTUAL TABLE pieces USING fts5(term, content = 'words', content_rowid = 'id', tokenize = 'trigram', detail = none);
`

const level = 5
export const pack = (text: string | Buffer): Buffer => deflateRawSync(text, { level })
const packPieces = (pieces: Iterable<string>): Promise<Buffer> => buffer(Readable.from(pieces).pipe(createDeflateRaw({ level })))
export const unpackStream = (bytes: Uint8Array): Readable => Readable.from([bytes]).pipe(createInflateRaw())
export const unpack = (bytes: Uint8Array): string => inflateRawSync(bytes).toString('utf8')

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
 * Writes the index, without a journal: an index that is not finished is thrown away. One plain file afterwards (no WAL), on disk, so that
 * readers can open it read-only.
 */
export async function writeWikiIndex(path: string, input: StageInput): Promise<void> {
  const database = openDatabase(path, { durability: 'normal' })
  try {
    database.exec('PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    database.exec(schema)
    await addPages(database, input)
    for await (const batch of inBatches(input.sources)) {
      input.signal.throwIfAborted()
      transaction(database, () => {
        for (const source of batch) addSource(database, source)
      })
    }
    database.exec(`INSERT INTO sections (sections) VALUES ('optimize'); INSERT INTO pieces (pieces) VALUES ('rebuild')`)
    database.exec(`PRAGMA user_version = ${indexVersion}`)
  } finally {
    database.close()
  }
  await fileManager.syncFile(path)
}

/** Page by page, with a turn of the event loop between: a cancel has to be heard. */
async function addPages(database: Database, input: StageInput): Promise<void> {
  sql.run(database, `INSERT INTO facts VALUES ('tree', ?)`, JSON.stringify(input.wiki.tree))
  const rendered = new Map(input.rendered.map((page) => [page.slug, page]))
  for (const [position, page] of readingOrder(input).entries()) {
    await setImmediate()
    input.signal.throwIfAborted()
    const html = rendered.get(page.slug)
    if (html !== undefined) transaction(database, () => addPage(database, page, html, position))
  }
  for (const [name, content] of input.files) {
    await setImmediate()
    input.signal.throwIfAborted()
    sql.run(database, 'INSERT INTO files VALUES (?, ?)', name, typeof content === 'string' ? pack(content) : await packPieces(content))
  }
}

/** As the tree shows them. */
function readingOrder(input: StageInput): WikiPage[] {
  const bySlug = new Map(input.wiki.pages.map((page) => [page.slug, page]))
  const inTree = [...walkTree(input.wiki.tree)].flatMap(({ node }) => bySlug.get(node.slug) ?? [])
  return [...inTree, ...input.wiki.pages.filter((page) => !inTree.includes(page))]
}

function addPage(database: Database, page: WikiPage, rendered: RenderedPage, position: number): void {
  const { contents, sections, anchors, undrawnDiagrams } = rendered
  const meta = JSON.stringify({
    kind: page.kind,
    origin: page.origin,
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
    pack(rendered.html),
    pack(page.markdown),
  )
  for (const { anchor, heading, text } of sections) {
    const words = splitIdentifiers(`${page.title} ${heading} ${text}`)
    addWords(database, `${page.title} ${heading} ${text} ${words}`)
    sql.run(
      database,
      'INSERT INTO sections (heading, body, words, slug, anchor, title) VALUES (?, ?, ?, ?, ?, ?)',
      heading,
      text,
      words,
      page.slug,
      anchor,
      page.title,
    )
  }
}

function addWords(database: Database, text: string): void {
  for (const word of new Set(correctableWords(text)))
    sql.run(database, 'INSERT INTO words (term, sections) VALUES (?, 1) ON CONFLICT (term) DO UPDATE SET sections = sections + 1', word)
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

async function* inBatches(sources: AsyncIterable<WikiSource>): AsyncIterable<WikiSource[]> {
  let batch: WikiSource[] = []
  for await (const source of sources) {
    batch.push(source)
    if (batch.length < 200) continue
    yield batch
    batch = []
  }
  yield batch
}
