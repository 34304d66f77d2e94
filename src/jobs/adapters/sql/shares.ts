import type { Lane, Shares } from '../../fair-turn.js'

type ShareKind = 'submitter' | 'host'
export type RunningRow = Record<ShareKind, string>

export interface TurnRow {
  readonly kind: ShareKind
  readonly name: string
  readonly turn: number
}

/** Each name that was served, once, with its turn: the k-th of `served` has the turn `turnOf(k)`. The last of a name counts. */
export function turnsOf(served: readonly Lane[], turnOf: (at: number) => number): TurnRow[] {
  const turns = new Map<string, TurnRow>()
  for (const [at, { submitter, host }] of served.entries()) {
    for (const [kind, name] of [['submitter', submitter], ['host', host]] as const) turns.set(`${kind} ${name}`, { kind, name, turn: turnOf(at) })
  }
  return [...turns.values()]
}

/** What runs now and whose turn was when: few rows, however many jobs are stored. */
export function toShares(running: readonly RunningRow[], turns: readonly TurnRow[]): Shares {
  const shareOf = (kind: ShareKind) => {
    const lastTurn = new Map(turns.flatMap((row) => (row.kind === kind ? [[row.name, row.turn]] : [])))
    const counts = new Map<string, number>()
    for (const job of running) counts.set(job[kind], (counts.get(job[kind]) ?? 0) + 1)
    return (name: string) => ({ running: counts.get(name) ?? 0, lastTurn: lastTurn.get(name) ?? 0 })
  }
  const latest = turns.reduce((highest, { turn }) => Math.max(highest, turn), 0)
  return { running: running.length, turns: latest, submitter: shareOf('submitter'), host: shareOf('host') }
}
