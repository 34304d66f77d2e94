import type { ModelCall } from '../support/scripted-model.js'

/** A fault with its time: for most a moment; a full disk keeps answers from being recorded as long as it lasts. */
export interface Struck {
  readonly kind: string
  readonly from: number
  readonly to: number
}

/** A request that a worker has sent just before it was killed reaches the model a moment later. */
const underwayMs = 250

/**
 * How many calls may have been lost to the faults: those that were asked for, but not yet recorded as paid, when one struck. Prompts are
 * all different, so asked less recorded is under way.
 */
export function inFlightAt(faults: readonly Struck[], asked: readonly ModelCall[], paidAt: readonly number[]): number {
  return faults.reduce((sum, fault) => sum + lostTo(fault, asked, paidAt), 0)
}

function lostTo({ from, to }: Struck, asked: readonly ModelCall[], paidAt: readonly number[]): number {
  const until = (to > from ? from : to) + underwayMs
  const before = new Set(asked.filter(({ at }) => at <= until).map(({ prompt }) => prompt)).size
  const underway = Math.max(0, before - paidAt.filter((at) => at <= from).length)
  if (to === from) return underway
  const within = (at: number) => at > until && at <= to + underwayMs
  const askedMeanwhile = asked.filter(({ at }) => within(at)).length
  return underway + Math.max(0, askedMeanwhile - paidAt.filter((at) => at > from && at <= to).length)
}

export const distinctPrompts = (calls: readonly ModelCall[]): number => new Set(calls.map(({ prompt }) => prompt)).size
