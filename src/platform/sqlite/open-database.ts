import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { syncAgain } from './sync-mode.js'

/** The one seam to the SQLite driver (the node:sqlite API). Only adapters and the composition root import it. */
export type Database = InstanceType<typeof DatabaseSync>

export interface OpenOptions {
  /** `full`: a commit survives power loss (job state). `normal`: it may be lost, the file stays whole (caches). */
  readonly durability: 'full' | 'normal'
  readonly readOnly?: boolean
}

/**
 * 16 MiB of log until it is brought over into the file, which waits for the disk twice: with SQLite's usual 1,000 pages that took longer
 * than all the writes in between.
 */
const pagesUntilCheckpoint = 4_000

/** Opens in WAL mode. `:memory:` works. */
export function openDatabase(path: string, options: OpenOptions): Database {
  if (path !== ':memory:' && options.readOnly !== true) mkdirSync(dirname(path), { recursive: true })
  const database = new DatabaseSync(path, { readOnly: options.readOnly ?? false, timeout: 5_000 })
  if (options.readOnly !== true) {
    // Counts only for a new file: then pages that become free can be given back a few at a time.
    database.exec('PRAGMA auto_vacuum = INCREMENTAL')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA wal_autocheckpoint = ${pagesUntilCheckpoint}`)
    database.exec(`PRAGMA synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`)
  }
  database.exec('PRAGMA foreign_keys = ON')
  return database
}

/** Gives at most `pages` free pages back to the disk; returns how many. Few at a time, since others wait meanwhile. */
export function releasePages(database: Database, pages: number): number {
  const free = () => Number(Object.values(database.prepare('PRAGMA freelist_count').get() ?? {})[0] ?? 0)
  const before = free()
  if (before > 0) database.exec(`PRAGMA incremental_vacuum(${pages})`)
  return before - free()
}

/** Runs `work` in an immediate transaction: all of it or nothing. Must be synchronous. Nested calls join the outer one. */
export function transaction<T>(database: Database, work: () => T): T {
  if (database.isTransaction) return work()
  syncAgain(database)
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
