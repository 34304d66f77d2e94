/** What is needed of a `Database`, whose own transactions need this. */
interface Connection {
  readonly isTransaction: boolean
  exec(text: string): void
  prepare(text: string): { get(): object | undefined }
}

interface Mode {
  /** As it was opened, of FULL and the like: https://www.sqlite.org/pragma.html#pragma_synchronous. */
  readonly usual: number
  /** What the connection is set to now. */
  isWaiting: boolean
  /** Within `withoutSync`. */
  mayNotWait: boolean
}

const modes = new WeakMap<Connection, Mode>()

function modeOf(database: Connection): Mode {
  let mode = modes.get(database)
  if (mode === undefined) {
    const usual = Number(Object.values(database.prepare('PRAGMA synchronous').get() ?? {})[0])
    modes.set(database, (mode = { usual, isWaiting: true, mayNotWait: false }))
  }
  return mode
}

export const usualSynchronous = (database: Connection): number => modeOf(database).usual

/**
 * The commits of `work` do not wait for the disk: power loss may undo them, all or the last ones. They are on disk once a later commit of
 * the file, by whomever, has waited for it. Not within a transaction.
 *
 * The connection is set back by whatever comes next that must wait (`syncAgain`), for each change of the setting costs as much as a
 * small write, and what need not wait often comes in rows.
 */
export function withoutSync<T>(database: Connection, work: () => T): T {
  const mode = modeOf(database)
  if (mode.isWaiting) database.exec('PRAGMA synchronous = NORMAL')
  mode.isWaiting = false
  mode.mayNotWait = true
  try {
    return work()
  } finally {
    mode.mayNotWait = false
  }
}

/** Sets the connection for what need not wait ahead of time, when nobody waits for that. Not within a transaction. */
export function expectUnsynced(database: Connection): void {
  withoutSync(database, () => undefined)
}

/** Before everything that may write: its commit waits for the disk as the database was opened to, unless it is `withoutSync`. */
export function syncAgain(database: Connection): void {
  const mode = modes.get(database)
  if (mode === undefined || mode.isWaiting || mode.mayNotWait || database.isTransaction) return
  database.exec(`PRAGMA synchronous = ${mode.usual}`)
  mode.isWaiting = true
}
