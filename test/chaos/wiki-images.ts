import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { unpack } from '../../src/cache/adapters/filesystem/packed-file.js'
import { sql } from '../../src/platform/sqlite/prepared.js'
import type { ChaosStore } from './store.js'

/** Everything of one wiki that may not differ between two runs: file or table by name, with its content. */
export type WikiImage = ReadonlyMap<string, string>

/** Of every visible wiki, by its key: the same commit and settings have the same key in every run. */
export async function wikiImages(store: ChaosStore): Promise<ReadonlyMap<string, WikiImage>> {
  const images = new Map<string, WikiImage>()
  for (const { key, location } of await store.wikis()) images.set(key, imageOf(await store.wikiFolder(location)))
  return images
}

function imageOf(folder: string): WikiImage {
  const names = readdirSync(folder).filter((name) => name !== 'wiki.db')
  const files = names.map((name): [string, string] => [name, timeless(readFileSync(join(folder, name), 'utf8'))])
  return new Map([...files, ...tablesOf(join(folder, 'wiki.db'))])
}

const tables = ['facts', 'pages', 'sources', 'folders', 'sections', 'words']

/** The index that readers read: rendered pages, sources, search. Its copies of the files are compared as files. */
function tablesOf(path: string): [string, string][] {
  const database = openDatabase(path, { durability: 'normal', readOnly: true })
  try {
    const broken = sql.all<{ integrity_check: string }>(database, 'PRAGMA integrity_check').filter((row) => row.integrity_check !== 'ok')
    const content = tables.map((table): [string, string] => [table, JSON.stringify(sql.all(database, `SELECT * FROM ${table}`), unpacked)])
    return [...content, ['integrity', JSON.stringify(broken)]]
  } finally {
    database.close()
  }
}

const unpacked = (_name: string, value: unknown): unknown => (value instanceof Uint8Array ? unpack(value) : value)

/** Without what two runs may write differently: the moment, and why a page was written, which tells of the wiki before it in this run. */
const timeless = (text: string): string => text.replace(/"(?:timestamp|reason)": ?"(?:[^"\\]|\\.)*"/g, '')

/** From the code alone, on the way to the one with explanations. That it cannot be stored (a full disk) stops no job, so it may be left out. */
const isEarly = (image: WikiImage): boolean => /"main_model": ?null/.test(image.get('metadata.json') ?? '')

/** What is different, by wiki and file. */
export function differences(found: ReadonlyMap<string, WikiImage>, expected: ReadonlyMap<string, WikiImage>): string[] {
  const missing = [...expected].filter(([key, image]) => !found.has(key) && !isEarly(image)).map(([key]) => `wiki ${key} is missing`)
  const changed = [...found].flatMap(([key, image]) => {
    const model = expected.get(key)
    if (model === undefined) return [`wiki ${key} is one too many`]
    const names = new Set([...image.keys(), ...model.keys()])
    const pairs = [...names].map((name) => ({ name, is: image.get(name) ?? '', should: model.get(name) ?? '' }))
    return pairs.filter(({ is, should }) => is !== should).map(({ name, is, should }) => `wiki ${key}: ${name} differs: ${excerpts(is, should)}`)
  })
  return [...missing, ...changed]
}

const excerptLength = 120

/** The first place where they part. */
function excerpts(is: string, should: string): string {
  let at = 0
  while (is[at] === should[at]) at += 1
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - excerptLength), at + excerptLength))
  return `${around(is)} should be ${around(should)}`
}
