import type { JobStatus } from '../jobs/job-status.js'
import type { JobStore } from '../jobs/job-store.js'

/** Factors on what was counted: rarely less than the first, usually the second, rarely more than the third. */
interface Spread {
  readonly low: number
  readonly usual: number
  readonly high: number
}

export interface Lessons {
  readonly input: Spread
  readonly output: Spread
  /** Where they come from, for people. */
  readonly words: string
}

/** Tokenizers differ by a quarter; a page whose answer breaks a rule is asked for again; models are more or less talkative. */
const untaught: Lessons = {
  input: { low: 0.8, usual: 1, high: 1.35 },
  output: { low: 0.4, usual: 1, high: 1.8 },
  words: 'Range: 20 % fewer to 35 % more tokens read; no past run of this model tells better.',
}

/** Jobs that are looked through, and runs of them that count. */
const [looked, counted] = [100, 10]
/** One run alone tells little about the next. */
const leastSpread = 0.1
const bounds = { low: 0.2, high: 5 }

/** What past runs of a model came to, against what was counted for them: the median of the newest corrects the next. */
export async function learnFromPastRuns(jobs: Pick<JobStore, 'list'>, model: string): Promise<Lessons> {
  const { jobs: found } = await jobs.list({ status: 'completed', limit: looked })
  const ratios = found.map((job) => ratioOf(job, model)).filter((ratio) => ratio !== undefined).slice(0, counted)
  if (ratios.length === 0) return untaught
  const [input, output] = [spreadOf(ratios.map((ratio) => ratio.input)), spreadOf(ratios.map((ratio) => ratio.output))]
  const percent = (factor: number) => `${Math.round(factor * 100)} %`
  const runs = ratios.length === 1 ? 'the last run' : `the last ${ratios.length} runs`
  return { input, output, words: `Range: from ${runs} of this model, which read ${percent(input.usual)} and wrote ${percent(output.usual)} of what was counted.` }
}

/** Undefined: the job did not pay for all that was counted for it, and for nothing else. */
function ratioOf(job: JobStatus, model: string): { readonly input: number; readonly output: number } | undefined {
  const { estimate, spent } = job.figures
  if (job.status !== 'completed' || job.gaps.length > 0 || estimate === undefined || estimate.model !== model || job.mainModel !== model) return undefined
  const { inputTokens, outputTokens } = estimate.counted
  if (inputTokens === 0 || outputTokens === 0 || spent.calls < estimate.calls) return undefined
  return { input: spent.inputTokens / inputTokens, output: spent.outputTokens / outputTokens }
}

function spreadOf(ratios: readonly number[]): Spread {
  const sorted = ratios.map((ratio) => Math.min(bounds.high, Math.max(bounds.low, ratio))).sort((a, b) => a - b)
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 1
  return { low: Math.min(sorted[0] ?? usual, usual * (1 - leastSpread)), usual, high: Math.max(sorted.at(-1) ?? usual, usual * (1 + leastSpread)) }
}
