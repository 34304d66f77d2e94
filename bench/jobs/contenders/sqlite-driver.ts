import { DatabaseSync, enhance } from '@photostructure/sqlite'

/**
 * The driver that we use ourselves, with the calls of better-sqlite3 that the embedded peers make: all of them run on one build of
 * SQLite. better-sqlite3 itself is a native addon whose binary is downloaded from elsewhere at its installation.
 */
export const openForPeer = (path: string) => enhance(new DatabaseSync(path, { timeout: 5_000 }))
