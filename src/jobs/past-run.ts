import type { PastRun } from './job-store.js'
import type { StageRecord } from './job-status.js'

/** What a finished run teaches about the next: how long each stage took. Time waited between attempts is not in it. */
export function pastRun(stages: readonly StageRecord[]): PastRun {
  const stageMs: Record<string, number> = {}
  for (const { stage, startedAt, finishedAt } of stages) {
    if (finishedAt !== undefined) stageMs[stage] = Math.max(0, finishedAt.getTime() - startedAt.getTime())
  }
  return { stageMs, totalMs: Object.values(stageMs).reduce((sum, ms) => sum + ms, 0) }
}
