import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { ProgressFeed } from '../../progress-feed.js'

/**
 * Watches `PRAGMA data_version`, which changes when another connection commits (about 2 µs a look), only while somebody listens.
 * The connection must be one that writes nothing itself, or its own commits go unseen.
 */
export function sqliteProgressFeed(database: Database, intervalMs: number): ProgressFeed {
  const listeners = new Set<() => void>()
  let timer: NodeJS.Timeout | undefined
  let seen = dataVersion(database)

  function look(): void {
    const version = dataVersion(database)
    if (version === seen) return
    seen = version
    for (const listener of listeners) listener()
  }

  function stop(): void {
    clearInterval(timer)
    timer = undefined
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      timer ??= setInterval(look, intervalMs).unref()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    close() {
      listeners.clear()
      stop()
    },
  }
}

const dataVersion = (database: Database): number => sql.get<{ data_version: number }>(database, 'PRAGMA data_version')?.data_version ?? 0
