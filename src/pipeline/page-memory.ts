import type { ExplainedPage } from '../documentation/documentation-generator.js'
import type { Gap } from '../documentation/wiki.js'
import type { JobRun } from '../jobs/job-run.js'
import { retryStep } from '../jobs/moves/steer-job.js'
import type { AppError } from '../platform/app-error.js'

/** What earlier attempts of a job left of the explanation of one page. */
export type PageMemory =
  | { readonly kind: 'explained' }
  /** It failed, and nobody has asked for it again. */
  | { readonly kind: 'unexplained'; readonly reason: UnexplainedReason }
  /** `retry`: how often its answers have been found of no use, and a person has asked for others. */
  | { readonly kind: 'to-ask'; readonly retry: number }

export type UnexplainedReason = Pick<Gap, 'code' | 'message'>

interface StoredFailure extends UnexplainedReason {
  readonly retry: number
  /** The model has answered: the ledger would give the same answers again. */
  readonly isAnswered: boolean
  /** Start of the run that it is of: the same for all attempts until a person retries the job. Wall milliseconds. */
  readonly since: number
  /** Answers under this number, or none yet, were of use. */
  readonly isFilled?: true
}

const explainedStep = (slug: string): string => `page:${slug}`
const unexplainedStep = (slug: string): string => `unexplained:${slug}`

/** Who asks for pages again: all that failed, or these alone. */
export interface AskedAgain {
  readonly pages: readonly string[]
}

/** What goes with `JobStore.retry`. */
export const askForPages = (pages: readonly string[]): string => JSON.stringify({ pages } satisfies AskedAgain)

/**
 * What a job remembers of its pages, as checkpoints. An explained page is never asked for again. One that failed is asked for again only
 * when a person retries the job, for it or for all that failed; then under another number, so that the ledger does not give the answers
 * that were of no use.
 */
export class PageMemories {
  readonly #run: Pick<JobRun, 'checkpoints'>
  readonly #since: number
  readonly #asked: AskedAgain | undefined

  private constructor(run: Pick<JobRun, 'checkpoints'>, since: number, asked: AskedAgain | undefined) {
    this.#run = run
    this.#since = since
    this.#asked = asked
  }

  /** `startedAt`: of the job, since it was submitted or retried. */
  static async open(run: Pick<JobRun, 'checkpoints'>, startedAt: Date): Promise<PageMemories> {
    const asked = await run.checkpoints.get(retryStep)
    return new PageMemories(run, startedAt.getTime(), asked === undefined ? undefined : (JSON.parse(asked) as AskedAgain))
  }

  async of(slug: string): Promise<PageMemory> {
    const failure = await this.#failure(slug)
    if (failure === undefined) return (await this.#run.checkpoints.get(explainedStep(slug))) === undefined ? { kind: 'to-ask', retry: 0 } : { kind: 'explained' }
    const isAskedAgain = failure.since !== this.#since && (this.#asked === undefined || this.#asked.pages.includes(slug))
    if (!isAskedAgain) return { kind: 'unexplained', reason: { code: failure.code, message: failure.message } }
    return { kind: 'to-ask', retry: failure.retry + Number(failure.isAnswered) }
  }

  async explained(slug: string): Promise<ExplainedPage | undefined> {
    const kept = await this.#run.checkpoints.get(explainedStep(slug))
    return kept === undefined ? undefined : (JSON.parse(kept) as ExplainedPage)
  }

  /** `retry`: under which number it was asked for. */
  async keep(slug: string, page: ExplainedPage, retry: number): Promise<void> {
    await this.#run.checkpoints.put(explainedStep(slug), JSON.stringify(page))
    const stored = await this.#stored(slug)
    if (stored !== undefined) await this.#store(slug, { ...stored, retry, isFilled: true })
  }

  /** `retry`: under which number it was asked for; undefined: the last one. */
  async fail(slug: string, error: Pick<AppError, 'code' | 'kind' | 'message'>, retry?: number): Promise<void> {
    const { code, message } = error
    const number = retry ?? (await this.#stored(slug))?.retry ?? 0
    await this.#store(slug, { code, message, retry: number, isAnswered: !isWithoutAnswer(error), since: this.#since })
  }

  async #failure(slug: string): Promise<StoredFailure | undefined> {
    const stored = await this.#stored(slug)
    return stored?.isFilled === true ? undefined : stored
  }

  async #stored(slug: string): Promise<StoredFailure | undefined> {
    const stored = await this.#run.checkpoints.get(unexplainedStep(slug))
    return stored === undefined ? undefined : (JSON.parse(stored) as StoredFailure)
  }

  async #store(slug: string, failure: StoredFailure): Promise<void> {
    await this.#run.checkpoints.put(unexplainedStep(slug), JSON.stringify(failure))
  }
}

/** Nobody has answered, or was to be paid: what was answered before is as good as it was. */
const isWithoutAnswer = ({ kind }: Pick<AppError, 'kind'>): boolean => kind === 'transient' || kind === 'limit' || kind === 'unauthorised' || kind === 'missing'
