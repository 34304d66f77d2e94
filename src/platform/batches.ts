import { AppError } from './app-error.js'

interface Waiting<Asked, Answer> {
  readonly asked: Asked
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** What became of one of a batch: its answer, or why it alone was refused. */
export type Settled<Answer> = { readonly answer: Answer } | { readonly refused: unknown }

/**
 * Asked one by one, done together: what is asked while a batch is under way is the next batch. `work` is all or nothing and settles
 * each in its order. When it throws, each is tried by itself, so that one that cannot be done takes no other with it; in an outage none is.
 */
export class Batches<Asked, Answer> {
  readonly #work: (batch: readonly Asked[]) => Promise<readonly Settled<Answer>[]>
  readonly #most: number
  readonly #waiting: Waiting<Asked, Answer>[] = []
  #busy = false

  constructor(work: (batch: readonly Asked[]) => Promise<readonly Settled<Answer>[]>, most: number) {
    this.#work = work
    this.#most = most
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ asked, resolve, reject })
      if (!this.#busy) void this.#workOff()
    })
  }

  async #workOff(): Promise<void> {
    this.#busy = true
    // Those that are asked for in the same turn come along.
    await Promise.resolve()
    while (this.#waiting.length > 0) await this.#do(this.#waiting.splice(0, this.#most))
    this.#busy = false
  }

  async #do(batch: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const settled = await this.#work(batch.map(({ asked }) => asked))
      for (const [at, { resolve, reject }] of batch.entries()) {
        const one = settled[at]
        if (one === undefined) reject(new Error('a batch was settled only in part'))
        else if ('refused' in one) reject(one.refused)
        else resolve(one.answer)
      }
    } catch (error) {
      if (batch.length === 1 || (error instanceof AppError && error.isOutage)) for (const { reject } of batch) reject(error)
      else for (const one of batch) await this.#do([one])
    }
  }
}
