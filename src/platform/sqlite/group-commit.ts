import type { Database } from './open-database.js'

interface Waiting {
  readonly work: () => unknown
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes that are asked for in one turn of the event loop share one transaction, and one wait for the disk. Each is all or nothing by
 * itself: one that throws is undone and rejects alone. They see each other in the order in which they were asked for, and resolve once
 * the transaction is on disk; when it cannot be committed, all reject.
 */
export class GroupCommit {
  readonly #database: Database
  #waiting: Waiting[] = []

  constructor(database: Database) {
    this.#database = database
  }

  /** `work` must be synchronous. */
  run<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, resolve, reject })
      if (this.#waiting.length === 1) setImmediate(() => this.#commit())
    })
  }

  #commit(): void {
    const group = this.#waiting
    this.#waiting = []
    const answers: (() => void)[] = []
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      for (const one of group) answers.push(this.#alone(one))
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      for (const { reject } of group) reject(error)
      return
    }
    for (const answer of answers) answer()
  }

  /** @throws when the failure took the whole transaction with it, as a full disk does. */
  #alone({ work, resolve, reject }: Waiting): () => void {
    this.#database.exec('SAVEPOINT alone')
    try {
      const result = work()
      this.#database.exec('RELEASE alone')
      return () => resolve(result as never)
    } catch (error) {
      if (!this.#database.isTransaction) throw error
      this.#database.exec('ROLLBACK TO alone; RELEASE alone')
      return () => reject(error)
    }
  }
}
