import { setMaxListeners } from 'node:events'
import type { JobRun } from '../../src/jobs/job-run.js'

/** An attempt that nobody watches and nothing stops; checkpoints are remembered, in `kept`. */
export function quietRun(overrides: Partial<JobRun> = {}, kept = new Map<string, string>()): JobRun {
  const { signal } = new AbortController()
  setMaxListeners(0, signal)
  const nothing = async () => undefined
  return {
    attempt: 1,
    signal,
    ...{ stage: nothing, summary: nothing, step: nothing, tell: () => undefined, log: nothing, commit: nothing, count: nothing, spend: nothing, publish: nothing },
    endsWith: () => false,
    checkpoints: { get: async (step) => kept.get(step), put: async (step, value) => void kept.set(step, value) },
    ...overrides,
  }
}
