import type { PastRun } from './job-store.js'
import { stages, type JobProgress, type Stage } from './job-status.js'

/** Share of a job's time per stage when no past run tells better; sums to 1. Measured on ten repositories without a model. */
const usualShare: Readonly<Record<Stage, number>> = {
  resolving: 0.03,
  cloning: 0.17,
  analysing: 0.3,
  planning: 0.02,
  writing: 0.38,
  explaining: 0,
  verifying: 0.02,
  publishing: 0.08,
}

/** A language model takes most of the time; the rest shares what is left. */
const explainingShare = 0.85
const shareWithModel: Readonly<Record<Stage, number>> = {
  ...(Object.fromEntries(stages.map((stage) => [stage, usualShare[stage] * (1 - explainingShare)])) as Record<Stage, number>),
  explaining: explainingShare,
}

/** Before this share of the work is done, an extrapolation would only mislead. */
const minimumShareForEta = 0.1

/** Turns "stage, step n of m" into a percentage that never falls and a time left with its reason. Pure: told the time. */
export class ProgressTracker {
  #share: Readonly<Record<Stage, number>>
  #expectedMs: number | undefined
  #basis = 'the pace of this run'
  readonly #startedMs: number
  readonly #withModel: boolean
  #stage: Stage | undefined
  #percent = 0
  #message = 'Starting'
  #step: number | undefined
  #steps: number | undefined

  constructor(startedMs: number, { withModel = false } = {}) {
    this.#startedMs = startedMs
    this.#withModel = withModel
    this.#share = withModel ? shareWithModel : usualShare
  }

  /** From runs of the same repository that went through the same stages. May come late: what was told before stands. */
  learn(all: readonly PastRun[]): void {
    const pastRuns = all.filter(({ stageMs }) => (stageMs.explaining !== undefined) === this.#withModel)
    if (pastRuns.length === 0) return
    this.#share = sharesOf(pastRuns) ?? this.#share
    this.#expectedMs = median(pastRuns.map((run) => run.totalMs))
    this.#basis = `${pastRuns.length} past run${pastRuns.length === 1 ? '' : 's'} of this repository`
  }

  stage(stage: Stage, message: string): void {
    this.#stage = stage
    this.#message = message
    this.#step = undefined
    this.#steps = undefined
    this.#raise(0)
  }

  step(done: number, total: number, message: string): void {
    this.#message = message
    this.#step = done
    this.#steps = total
    this.#raise(total === 0 ? 1 : done / total)
  }

  tell(message: string): void {
    this.#message = message
  }

  at(nowMs: number): JobProgress {
    return {
      stage: this.#stage,
      message: this.#message,
      percent: Math.floor(this.#percent),
      step: this.#step,
      steps: this.#steps,
      eta: this.#eta(nowMs - this.#startedMs),
    }
  }

  /** 100 % is the outcome's to say. */
  #raise(shareOfStage: number): void {
    if (this.#stage === undefined) return
    const before = stages.slice(0, stages.indexOf(this.#stage)).reduce((sum, stage) => sum + this.#share[stage], 0)
    this.#percent = Math.min(99, Math.max(this.#percent, 100 * (before + this.#share[this.#stage] * Math.min(1, shareOfStage))))
  }

  #eta(elapsedMs: number): JobProgress['eta'] {
    const done = this.#percent / 100
    if (this.#expectedMs !== undefined && elapsedMs < this.#expectedMs) {
      return { seconds: Math.ceil((this.#expectedMs - elapsedMs) / 1000), basis: this.#basis }
    }
    if (done < minimumShareForEta) return undefined
    return { seconds: Math.ceil((elapsedMs / done - elapsedMs) / 1000), basis: 'the pace of this run' }
  }
}

function sharesOf(runs: readonly PastRun[]): Record<Stage, number> | undefined {
  const newest = runs[0]
  if (newest === undefined || newest.totalMs <= 0) return undefined
  const known = stages.map((stage) => newest.stageMs[stage] ?? 0)
  const sum = known.reduce((total, ms) => total + ms, 0)
  if (sum === 0) return undefined
  return Object.fromEntries(stages.map((stage, at) => [stage, (known[at] ?? 0) / sum])) as Record<Stage, number>
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
