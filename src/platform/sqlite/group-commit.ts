import { withoutSync, type Database } from './open-database.js'
import { sql } from './prepared.js'

interface Waiting {
  readonly work: () => unknown
  readonly isRecoverable: boolean
  readonly resolve: (result: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes that are asked for in one turn of the event loop share one transaction, and one wait for the disk. Each is all or nothing by
 * itself: one that throws is undone and rejects alone. They see each other in the order in which they were asked for, and resolve once
 * the transaction is committed; when it cannot be, all reject. Committed means on disk, unless all that the transaction holds can be
 * recovered.
 */
export class GroupCommit {
  readonly #database: Database
  #waiting: Waiting[] = []

  constructor(database: Database) {
    this.#database = database
  }

  /** `work` must be synchronous. */
  run<T>(work: () => T): Promise<T> {
    return this.#add(work, false)
  }

  /**
   * Without a wait for the disk: survives the end of the process, and power loss once anything that `run` was asked for later has.
   * For what nobody relies on after a power cut, since all who work with the file end with it.
   */
  runRecoverable<T>(work: () => T): Promise<T> {
    return this.#add(work, true)
  }

  #add<T>(work: () => T, isRecoverable: boolean): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ work, isRecoverable, resolve, reject })
      if (this.#waiting.length === 1) setImmediate(() => this.#commit())
    })
  }

  #commit(): void {
    const group = this.#waiting
    this.#waiting = []
    try {
      const answers = group.every(({ isRecoverable }) => isRecoverable)
        ? withoutSync(this.#database, () => this.#together(group))
        : this.#together(group)
      for (const answer of answers) answer()
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  #together(group: readonly Waiting[]): (() => void)[] {
    try {
      sql.run(this.#database, 'BEGIN IMMEDIATE')
      const answers = group.length === 1 ? group.map(answerOf) : group.map((one) => this.#alone(one))
      sql.run(this.#database, 'COMMIT')
      return answers
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** @throws when the failure took the whole transaction with it, as a full disk does. */
  #alone(one: Waiting): () => void {
    sql.run(this.#database, 'SAVEPOINT alone')
    try {
      const answer = answerOf(one)
      sql.run(this.#database, 'RELEASE alone')
      return answer
    } catch (error) {
      if (!this.#database.isTransaction) throw error
      sql.run(this.#database, 'ROLLBACK TO alone')
      sql.run(this.#database, 'RELEASE alone')
      return () => one.reject(error)
    }
  }
}

function answerOf({ work, resolve }: Waiting): () => void {
  const result = work()
  return () => resolve(result as never)
}
