import { LogSync } from './log-sync.js'
import type { Database } from './open-database.js'

/**
 * Ends with everything in the one file, so that a copy of it is whole. The driver keeps a connection alive while a statement of it is,
 * and would leave the log of writes (WAL) as it is.
 */
export function closeDatabase(database: Database): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // A full disk, say: then the log stays, and the next start reads it.
  }
  LogSync.close(database)
  database.close()
}
