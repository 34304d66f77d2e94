import { createReadStream } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import type { Pool, PoolClient } from 'pg'
import { fileManager } from '../../../platform/file-manager.js'
import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import type { WikiArchive } from '../../wiki-archive.js'

/** Of a file, before compression; a row stays below 1 MiB even when nothing can be compressed. */
const chunkBytes = 1_000_000

const compress = promisify(deflateRaw)
const decompress = promisify(inflateRaw)
/** The index holds compressed texts already; the lowest level finds most of what is left. */
const level = 1

interface ChunkName {
  readonly file: string
  readonly position: number
}

/** Wikis' folders as rows, a chunk of a file each. One chunk at a time is in memory. Migrate `wikiMigrations` first. */
export class PostgresWikiArchive implements WikiArchive {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async store(location: string, folder: string): Promise<void> {
    const files = await readdir(folder)
    await withTransaction(this.#pool, async (client) => {
      await removeFolder(client, location)
      await query.run(client, 'INSERT INTO wiki_folders (location) VALUES ($1)', location)
      for (const file of files) await storeFile(client, location, join(folder, file), file)
    })
  }

  async fetch(location: string, folder: string): Promise<boolean> {
    const names = await query.all<ChunkName>(
      this.#pool,
      `SELECT file, position FROM wiki_chunks WHERE location = $1 ORDER BY file = 'wiki.db', file, position`,
      location,
    )
    for (const name of names) if (!(await this.#fetchChunk(location, name, folder))) return false
    if (names.length === 0) return false
    await fileManager.syncFile(join(folder, 'wiki.db'))
    return true
  }

  async remove(location: string): Promise<void> {
    await removeFolder(this.#pool, location)
  }

  async sweep(graceMs: number): Promise<number> {
    return query.run(
      this.#pool,
      `DELETE FROM wiki_folders f WHERE stored_at < clock_timestamp() - $1 * interval '1 ms'
         AND NOT EXISTS (SELECT FROM wikis w WHERE w.location = f.location)`,
      graceMs,
    )
  }

  /** False when somebody has removed the wiki meanwhile. */
  async #fetchChunk(location: string, { file, position }: ChunkName, folder: string): Promise<boolean> {
    const chunk = await query.get<{ bytes: Buffer }>(
      this.#pool,
      'SELECT bytes FROM wiki_chunks WHERE location = $1 AND file = $2 AND position = $3',
      location,
      file,
      position,
    )
    if (chunk === undefined) return false
    const handle = await open(join(folder, file), position === 0 ? 'wx' : 'a')
    try {
      await handle.appendFile(await decompress(chunk.bytes))
    } finally {
      await handle.close()
    }
    return true
  }
}

async function removeFolder(on: Pool | PoolClient, location: string): Promise<void> {
  await query.run(on, 'DELETE FROM wiki_folders WHERE location = $1', location)
}

async function storeFile(client: PoolClient, location: string, path: string, file: string): Promise<void> {
  let position = 0
  const add = async (content: Buffer) => {
    const bytes = await compress(content, { level })
    await query.run(
      client,
      'INSERT INTO wiki_chunks (location, file, position, bytes) VALUES ($1, $2, $3, $4)',
      location,
      file,
      position,
      bytes,
    )
    position += 1
  }
  for await (const content of createReadStream(path, { highWaterMark: chunkBytes })) await add(content as Buffer)
  if (position === 0) await add(Buffer.alloc(0))
}
