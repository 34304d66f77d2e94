import type { JobRecord } from './job-record.js'

/**
 * What is counted over all jobs, for whoever watches the system. Written with the move that it counts, in one transaction, so that the
 * counts of many processes are one, and survive them.
 */
export type TallyMetric = 'wait' | 'run' | 'stage' | 'outcome' | 'lease-lost' | 'cache'

/** One thing that happened; `seconds` for those that take time. */
export interface Observation {
  readonly metric: TallyMetric
  /** The stage, the outcome, `hit` or `miss`; empty where there is nothing to tell apart. */
  readonly label: string
  readonly seconds?: number
}

/** How often within one bucket, and how many seconds in all. A store adds observations up to these. */
export interface Tally {
  readonly metric: TallyMetric
  readonly label: string
  /** Upper bound of the bucket in seconds; `Infinity` is the last, and the only one of what takes no time. */
  readonly bound: number
  readonly count: number
  readonly sumSeconds: number
}

/** Upper bounds in seconds: a tenth of a second to four hours. */
export const tallyBounds: readonly number[] = [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400]

export function tallyOf({ metric, label, seconds }: Observation): Tally {
  const bound = seconds === undefined ? undefined : tallyBounds.find((each) => seconds <= each)
  return { metric, label, bound: bound ?? Infinity, count: 1, sumSeconds: seconds ?? 0 }
}

const secondsBetween = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime()) / 1000

/** From the moment that the job could have begun. */
export function waited(job: JobRecord, now: Date): Observation[] {
  return job.attempt === 0 ? [{ metric: 'wait', label: '', seconds: secondsBetween(job.createdAt, now) }] : []
}

export function ran(job: JobRecord, now: Date): Observation[] {
  const stages = job.stages.flatMap(({ stage, startedAt, finishedAt }): Observation[] =>
    finishedAt === undefined ? [] : [{ metric: 'stage', label: stage, seconds: secondsBetween(startedAt, finishedAt) }],
  )
  const run: Observation[] = job.startedAt === undefined ? [] : [{ metric: 'run', label: '', seconds: secondsBetween(job.startedAt, now) }]
  return [...run, ...stages]
}
