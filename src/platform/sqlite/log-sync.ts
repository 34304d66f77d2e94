import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Database } from './open-database.js'
import { usualSynchronous } from './sync-mode.js'

const waitForDisk = promisify(fdatasync)
const logs = new WeakMap<Database, LogSync>()

/**
 * Waits for the disk beside the event loop, and without the lock that writers need: SQLite, which waits within a COMMIT, holds up both.
 * What a commit wrote to the log of writes (WAL) without waiting is as safe once the log was synced after it as if the commit had waited;
 * a part of the log that was brought over into the file since then is on disk already, for that waits by itself.
 */
export class LogSync {
  readonly #file: number
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  private constructor(path: string) {
    this.#file = openSync(path, 'r+')
  }

  /** Undefined when there is nothing to wait for: a database in memory, or one whose commits need not survive power loss. Call it once there is something in the database. */
  static of(database: Database): LogSync | undefined {
    const path = database.location()
    if (path === null || path === '' || usualSynchronous(database) < fullSynchronous) return undefined
    let known = logs.get(database)
    if (known === undefined) logs.set(database, (known = new LogSync(`${path}-wal`)))
    return known
  }

  /** The log of a database that is about to be closed. */
  static close(database: Database): void {
    const log = logs.get(database)
    if (log !== undefined) log.#close()
    logs.delete(database)
  }

  /** Resolves when all that was committed before the call is on disk. Those who ask while one wait is under way share the next. */
  sync(): Promise<void> {
    this.#next ??= this.#after(this.#running)
    return this.#next
  }

  async #after(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined)
    this.#running = this.#next ?? this.#running
    this.#next = undefined
    await waitForDisk(this.#file)
  }

  #close(): void {
    void this.#running.catch(() => undefined).then(() => closeSync(this.#file))
  }
}

const fullSynchronous = 2
