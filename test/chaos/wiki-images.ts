import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { sql } from '../../src/platform/sqlite/prepared.js'
import type { ChaosStore } from './store.js'

/** Everything of one wiki that may not differ between two runs: file or table by name, with a hash of its content. */
export type WikiImage = ReadonlyMap<string, string>

/** Of every visible wiki, by its key: the same commit and settings have the same key in every run. */
export async function wikiImages(store: ChaosStore, dataDir: string): Promise<ReadonlyMap<string, WikiImage>> {
  return new Map((await store.wikis()).map(({ key, location }) => [key, imageOf(join(dataDir, 'wikis', location))]))
}

function imageOf(folder: string): WikiImage {
  const names = readdirSync(folder).filter((name) => name !== 'wiki.db')
  const files = names.map((name): [string, string] => [name, hash(readFileSync(join(folder, name), 'utf8'))])
  return new Map([...files, ...tablesOf(join(folder, 'wiki.db'))])
}

const tables = ['facts', 'pages', 'sources', 'folders', 'sections', 'words']

/** The index that readers read: rendered pages, sources, search. Its copies of the files are compared as files. */
function tablesOf(path: string): [string, string][] {
  const database = openDatabase(path, { durability: 'normal', readOnly: true })
  try {
    const broken = sql.all<{ integrity_check: string }>(database, 'PRAGMA integrity_check').filter((row) => row.integrity_check !== 'ok')
    const content = tables.map((table): [string, string] => [table, hash(JSON.stringify(sql.all(database, `SELECT * FROM ${table}`), bytesAsText))])
    return [...content, ['integrity', JSON.stringify(broken)]]
  } finally {
    database.close()
  }
}

const bytesAsText = (_name: string, value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value)

/** Without the moment of the run: the only thing that two runs may write differently. */
const hash = (text: string): string => createHash('sha256').update(text.replace(/"timestamp": ?"[^"]*"/g, '')).digest('hex')

/** What is different, by wiki and file. */
export function differences(found: ReadonlyMap<string, WikiImage>, expected: ReadonlyMap<string, WikiImage>): string[] {
  const missing = [...expected.keys()].filter((key) => !found.has(key)).map((key) => `wiki ${key} is missing`)
  const changed = [...found].flatMap(([key, image]) => {
    const model = expected.get(key)
    if (model === undefined) return [`wiki ${key} is one too many`]
    const names = new Set([...image.keys(), ...model.keys()])
    return [...names].filter((name) => image.get(name) !== model.get(name)).map((name) => `wiki ${key}: ${name} differs`)
  })
  return [...missing, ...changed]
}
