import type { Database } from './open-database.js'
import { releasePages } from './open-database.js'
import type { TextCache } from './text-cache.js'

/** A few megabytes are removed at a time, and at most so many times in a call: others wait meanwhile. */
const textsAtOnce = 500
const mostRounds = 20
const pagesAtOnce = 4_096

/**
 * Removes what was not asked for longest until what the file holds takes at most `maxBytes`; the space goes back to the disk. Where much is too
 * much, a call removes a part, and the next one goes on. Returns how many texts were removed.
 * @param caches all that the database holds.
 */
export function keepWithin(database: Database, caches: readonly TextCache[], maxBytes: number): number {
  let removed = 0
  for (let round = 0; round < mostRounds && usedBytes(database) > maxBytes; round += 1) {
    const [oldest] = caches.flatMap((cache) => ({ cache, day: cache.oldestDay() ?? Infinity })).sort((a, b) => a.day - b.day)
    const count = oldest?.cache.removeOldest(textsAtOnce) ?? 0
    if (count === 0) break
    removed += count
  }
  releasePages(database, pagesAtOnce)
  return removed
}

/** Without pages that are free. */
function usedBytes(database: Database): number {
  const told = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0] ?? 0)
  return (told('page_count') - told('freelist_count')) * told('page_size')
}
