import type { LogSync } from './log-sync.js'
import type { Database } from './open-database.js'
import { sql } from './prepared.js'
import { expectUnsynced, withoutSync } from './sync-mode.js'

/** When the disk has to have it: before others can see it, before it is answered, or whenever something later has. */
type Promised = 'before-seen' | 'before-answered' | 'some-day'

interface Waiting {
  readonly look: (() => unknown) | undefined
  readonly work: () => unknown
  readonly promised: Promised
  readonly onSeen: ((result: never) => void) | undefined
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * What does not wait for the disk is committed in groups of no more than this, so that a thousand that arrive at once are worked off while
 * they are read: memory that is used for a moment only costs the collector nothing.
 */
const mostUnwaited = 32

export interface SeenWork<T> {
  /** Reads only. What it finds is the answer, and when it throws there is nothing to undo; undefined: `work` is done. */
  readonly look?: () => T | undefined
  readonly work: () => T
  readonly onSeen: (result: T) => void
}

/** One of a group, after the commit. */
interface Done {
  readonly promised: Promised
  readonly see: () => void
  readonly answer: () => void
  readonly fail: (error: unknown) => void
}

/**
 * Writes that are asked for in one turn of the event loop share one transaction, and one wait for the disk. Each is all or nothing by
 * itself: one that throws is undone and rejects alone. They see each other in the order in which they were asked for, and resolve once
 * the transaction is committed; when it cannot be, all reject. Committed means on disk, unless all that the transaction holds can be
 * recovered.
 */
export class GroupCommit {
  readonly #database: Database
  #log: Pick<LogSync, 'sync'> | undefined
  #waiting: Waiting[] = []

  /** Without a log that can be waited for, every commit waits by itself. */
  constructor(database: Database, log?: Pick<LogSync, 'sync'>) {
    this.#database = database
    this.#log = log
  }

  /** `work` must be synchronous. */
  run<T>(work: () => T): Promise<T> {
    return this.#add({ work, promised: 'before-seen' })
  }

  /**
   * Others may see it, and `onSeen` is called, a moment before it is on disk; it resolves when it is. For what nobody was promised until
   * then, and what all who saw it forget with it in a power cut. When the disk fails it rejects, though others may have seen it.
   */
  runSeen<T>(asked: SeenWork<T>): Promise<T> {
    return this.#add({ ...asked, promised: 'before-answered' })
  }

  /**
   * Without a wait for the disk: survives the end of the process, and power loss once anything that `run` was asked for later has.
   * For what nobody relies on after a power cut, since all who work with the file end with it.
   */
  runRecoverable<T>(work: () => T): Promise<T> {
    return this.#add({ work, promised: 'some-day' })
  }

  #add<T>({ look, work, promised, onSeen }: Partial<SeenWork<T>> & { readonly work: () => T; readonly promised: Promised }): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ look, work, promised, onSeen, resolve, reject } as Waiting)
      if (this.#waiting.length === 1) setImmediate(() => this.#commit())
      else if (this.#waiting.length % mostUnwaited === 0 && !this.#mustWait(this.#waiting)) this.#commit()
    })
  }

  #mustWait(group: readonly Waiting[]): boolean {
    return group.some(({ promised }) => promised === 'before-seen' || (promised === 'before-answered' && this.#log === undefined))
  }

  #commit(): void {
    const group = this.#waiting
    if (group.length === 0) return
    this.#waiting = []
    const waits = this.#mustWait(group)
    let done: readonly Done[]
    try {
      done = waits ? this.#together(group) : withoutSync(this.#database, () => this.#together(group))
    } catch (error) {
      for (const { reject } of group) reject(error)
      return
    }
    if (waits && this.#log !== undefined) setImmediate(() => this.#prepare())
    for (const { see } of done) see()
    const isLater = ({ promised }: Done) => !waits && promised === 'before-answered'
    for (const one of done) if (!isLater(one)) one.answer()
    const later = done.filter(isLater)
    if (later.length > 0) void this.#answerOnceOnDisk(later)
  }

  /** What comes after a pause most often need not wait: it finds the connection set so. */
  #prepare(): void {
    if (this.#waiting.length === 0 && this.#database.isOpen && !this.#database.isTransaction) expectUnsynced(this.#database)
  }

  async #answerOnceOnDisk(done: readonly Done[]): Promise<void> {
    try {
      // Who was woken by what they saw writes first: while the disk takes the log, the next write to it waits.
      await turnOfLoop()
      await turnOfLoop()
      await this.#log?.sync()
      for (const { answer } of done) answer()
    } catch (error) {
      this.#distrustLog()
      for (const { fail } of done) fail(error)
    }
  }

  /**
   * What a disk failed to take once it may pretend to have taken when asked again. So the log is brought over into the file, as far as it
   * can be read back, and SQLite waits for the disk from now on: it writes anew what could not be synced.
   */
  #distrustLog(): void {
    this.#log = undefined
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    } catch {
      // The next commit waits for the disk, and fails if that is no better.
    }
  }

  #together(group: readonly Waiting[]): Done[] {
    try {
      sql.run(this.#database, 'BEGIN IMMEDIATE')
      const done = group.length === 1 ? group.map((one) => lookUp(one) ?? workOff(one)) : group.map((one) => this.#alone(one))
      sql.run(this.#database, 'COMMIT')
      return done
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** @throws when the failure took the whole transaction with it, as a full disk does. */
  #alone(one: Waiting): Done {
    let mayHaveWritten = false
    try {
      const found = lookUp(one)
      if (found !== undefined) return found
      sql.run(this.#database, 'SAVEPOINT alone')
      mayHaveWritten = true
      const done = workOff(one)
      sql.run(this.#database, 'RELEASE alone')
      return done
    } catch (error) {
      if (!this.#database.isTransaction) throw error
      if (mayHaveWritten) {
        sql.run(this.#database, 'ROLLBACK TO alone')
        sql.run(this.#database, 'RELEASE alone')
      }
      const reject = () => one.reject(error)
      return { promised: 'some-day', see: () => undefined, answer: reject, fail: reject }
    }
  }
}

const turnOfLoop = () => new Promise<void>((resolve) => setImmediate(resolve))

/** What was found may have been written a moment ago, so its answer waits for the disk, too. */
function lookUp(one: Waiting): Done | undefined {
  const found = one.look?.()
  return found === undefined ? undefined : doneOf(one, found)
}

const workOff = (one: Waiting): Done => doneOf(one, one.work())

function doneOf({ promised, onSeen, resolve, reject }: Waiting, result: unknown): Done {
  return { promised, see: () => onSeen?.(result as never), answer: () => resolve(result as never), fail: reject }
}
