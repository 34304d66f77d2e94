import type { Shares } from '../../fair-turn.js'

type ShareKind = 'submitter' | 'host'
export type RunningRow = Record<ShareKind, string>

export interface TurnRow {
  readonly kind: ShareKind
  readonly name: string
  readonly turn: number
}

/** What runs now and whose turn was when: few rows, however many jobs are stored. */
export function toShares(running: readonly RunningRow[], turns: readonly TurnRow[]): Shares {
  const lastTurn = new Map(turns.map(({ kind, name, turn }) => [`${kind} ${name}`, turn]))
  const share = (kind: ShareKind, name: string) => ({
    running: running.filter((job) => job[kind] === name).length,
    lastTurn: lastTurn.get(`${kind} ${name}`) ?? 0,
  })
  return { running: running.length, submitter: (name) => share('submitter', name), host: (name) => share('host', name) }
}
