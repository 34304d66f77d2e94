import type { CodewikiServer } from '../support/codewiki-server.js'
import type { Chance } from './chance.js'
import type { ChaosStore } from './store.js'
import type { WorkItem } from './workload.js'

const pauseMs = 100
/** As many jobs are kept open, so that every fault finds work. */
const keptOpen = 5

/** A client that never gives up: what is not acknowledged is submitted again, as one whose connection broke would do. */
export class Submitter {
  /** Jobs by id, once they were acknowledged. */
  readonly acknowledged = new Map<string, WorkItem>()
  /** Requests without an answer, or with one that asks to come again. */
  unanswered = 0
  /** Equal requests that were answered with different jobs. */
  readonly split: string[] = []
  readonly #server: CodewikiServer
  readonly #store: ChaosStore
  readonly #work: readonly WorkItem[]
  readonly #chance: Chance
  #next = 0
  #pace = 0
  #running: Promise<void> | undefined
  #stopping = false

  constructor(server: CodewikiServer, { store, work, chance }: { readonly store: ChaosStore; readonly work: readonly WorkItem[]; readonly chance: Chance }) {
    this.#server = server
    this.#store = store
    this.#work = work
    this.#chance = chance
  }

  start(): void {
    this.#running = this.#loop()
  }

  /** So much of the work, from 0 to 1, may be submitted by now. */
  pace(share: number): void {
    this.#pace = share
  }

  /** Submits what is left and ends. */
  async finish(): Promise<void> {
    this.#stopping = true
    await this.#running
    while (this.#next < this.#work.length) await this.#submitNext()
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      const jobs = await this.#store.jobs()
      const open = jobs.filter(({ status }) => status === 'queued' || status === 'processing').length
      if (open < keptOpen && this.#next < this.#work.length * this.#pace) await this.#submitNext()
      else if (open < keptOpen - 1) await this.#documentAgain(jobs)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }

  /** Now and then twice at the same time: that must be one job. */
  async #submitNext(): Promise<void> {
    const item = this.#work[this.#next]
    if (item === undefined) return
    this.#next += 1
    const twice = this.#chance.next() < 0.25
    const [first, second] = await Promise.all([this.#submit(item, false), twice ? this.#submit(item, false) : undefined])
    if (second !== undefined && second !== first) this.split.push(`${first} and ${second} for ${item.commit}`)
  }

  /** A wiki that is there is made anew: its calls are paid for already. */
  async #documentAgain(jobs: readonly { readonly id: string; readonly status: string }[]): Promise<void> {
    const done = jobs.filter(({ id, status }) => status === 'completed' && this.acknowledged.has(id))
    const item = done.length === 0 ? undefined : this.acknowledged.get(this.#chance.pick(done).id)
    if (item !== undefined) await this.#submit(item, true)
  }

  async #submit(item: WorkItem, noCache: boolean): Promise<string> {
    const body = { repo_url: item.url, commit_id: item.commit, options: { no_cache: noCache } }
    for (;;) {
      const answer = await this.#server.submit(body).catch(() => undefined)
      if (answer?.status === 202 || answer?.status === 200) {
        const id = String(answer.body['job_id'])
        this.acknowledged.set(id, item)
        return id
      }
      if (answer !== undefined && answer.status < 500) throw new Error(`a submission was refused: ${JSON.stringify(answer.body)}`)
      this.unanswered += 1
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
