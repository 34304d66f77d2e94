import type { Clock } from '../../../platform/clock.js'
import { nothingHeld, refuse, type Amount, type PaidTotals, type SpendingBook, type Wish } from '../../spending-book.js'

const dayMs = 86_400_000

/** For one process; forgets with it. */
export function memorySpendingBook(clock: Clock): SpendingBook {
  const [days, jobs] = [new Map<string, Amount>(), new Map<string, Amount & { readonly touchedAt: number }>()]
  const holds = new Map<string, Wish & { readonly day: string; readonly heldAt: number }>()
  let paidTotals: PaidTotals = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, nanoUsd: 0 }
  const today = () => clock.now().toISOString().slice(0, 10)
  const add = (day: string, jobId: string | undefined, { tokens, nanoUsd }: Amount) => {
    const sum = (held: Amount = nothingHeld) => ({ tokens: held.tokens + tokens, nanoUsd: held.nanoUsd + nanoUsd })
    days.set(day, sum(days.get(day)))
    if (jobId !== undefined) jobs.set(jobId, { ...sum(jobs.get(jobId)), touchedAt: clock.now().getTime() })
  }
  const ofJob = (jobId: string | undefined): Amount => {
    const { tokens, nanoUsd } = (jobId === undefined ? undefined : jobs.get(jobId)) ?? nothingHeld
    return { tokens, nanoUsd }
  }
  return {
    reserve: async (wish) => {
      const day = today()
      const nowMs = clock.now().getTime()
      const refusal = refuse(wish, { job: ofJob(wish.jobId), day: days.get(day) ?? nothingHeld }, Math.ceil((dayMs - (nowMs % dayMs)) / 1000))
      if (refusal !== undefined) return refusal
      add(day, wish.jobId, wish.amount)
      holds.set(wish.id, { ...wish, day, heldAt: nowMs })
      return undefined
    },
    settle: async (id, paid) => {
      const hold = holds.get(id)
      if (hold === undefined) return
      holds.delete(id)
      const { inputTokens = 0, cachedInputTokens = 0, outputTokens = 0, nanoUsd = 0 } = paid ?? {}
      add(hold.day, hold.jobId, { tokens: inputTokens + outputTokens - hold.amount.tokens, nanoUsd: nanoUsd - hold.amount.nanoUsd })
      paidTotals = {
        calls: paidTotals.calls + (paid === undefined ? 0 : 1),
        inputTokens: paidTotals.inputTokens + inputTokens,
        cachedInputTokens: paidTotals.cachedInputTokens + cachedInputTokens,
        outputTokens: paidTotals.outputTokens + outputTokens,
        nanoUsd: paidTotals.nanoUsd + nanoUsd,
      }
    },
    ofJob: async (jobId) => ofJob(jobId),
    ofToday: async () => days.get(today()) ?? nothingHeld,
    totals: async () => paidTotals,
    trim: async (before) => {
      const old = [...jobs].filter(([, { touchedAt }]) => touchedAt < before.getTime()).map(([id]) => jobs.delete(id))
      const left = [...holds].filter(([, { heldAt }]) => heldAt < before.getTime()).map(([id]) => holds.delete(id))
      return old.length + left.length
    },
  }
}
