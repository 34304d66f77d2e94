/** What waits together: jobs of one submitter for one host at one priority. They differ by age only. */
export interface Lane {
  readonly priority: number
  readonly submitter: string
  readonly host: string
}

/** How much of the workers a submitter or a host has now, and when it last got some. */
export interface Share {
  /** Jobs that run. */
  readonly running: number
  /** Number of the turn in which it was last served; turns count up with every claim. 0 = never. */
  readonly lastTurn: number
}

export interface Shares {
  readonly running: number
  /** Number of the latest turn. */
  readonly turns: number
  readonly submitter: (name: string) => Share
  readonly host: (name: string) => Share
}

/** How many jobs may run at the same time, over all workers of one store. Undefined = as many as the workers take. */
export interface RunningLimits {
  readonly maxRunning?: number | undefined
  readonly maxRunningPerHost?: number | undefined
  readonly maxRunningPerSubmitter?: number | undefined
}

export function laneMayRun(lane: Lane, shares: Shares, limits: RunningLimits): boolean {
  const below = (running: number, limit: number | undefined) => limit === undefined || running < limit
  return (
    below(shares.running, limits.maxRunning) &&
    below(shares.host(lane.host).running, limits.maxRunningPerHost) &&
    below(shares.submitter(lane.submitter).running, limits.maxRunningPerSubmitter)
  )
}

/** A lane with its oldest job that is due. */
export interface Candidate extends Lane {
  readonly id: string
}

/**
 * Whose turn it is: the highest priority; then the submitter who has least running, then the one served longest ago; then the host in
 * the same way; then age. So a burst of one submitter costs another at most the jobs that run already.
 */
export function nextTurn<T extends Candidate>(candidates: readonly T[], shares: Shares): T | undefined {
  let best: T | undefined
  for (const candidate of candidates) {
    if (best === undefined || compareTurns(candidate, best, shares) < 0) best = candidate
  }
  return best
}

/** A lane with its oldest jobs that are due, oldest first: as many as are asked for, when there are. Asked for only when it may be the lane's turn. */
export interface WaitingLane extends Lane {
  readonly ids: readonly string[]
}

/** Turns one after the other, one for each who asks, within the limits of who asks. Who had one is running at the next. */
export function dealTurns(lanes: readonly WaitingLane[], shares: Shares, asking: readonly RunningLimits[]): (Candidate | undefined)[] {
  const waiting = lanes.map((lane) => ({ lane, taken: 0 }))
  const standing = new Standing(shares)
  return asking.map((limits) => {
    const mayRun = waiting.filter(({ lane }) => laneMayRun(lane, standing, limits))
    const next = firstWithJob(mayRun, standing)
    if (next === undefined) return undefined
    next.of.taken += 1
    standing.serve(next.of.lane)
    const { priority, submitter, host } = next.of.lane
    return { priority, submitter, host, id: next.id }
  })
}

interface Turns {
  readonly lane: WaitingLane
  taken: number
}

/** Age decides between equals. A lane may have nothing that is due yet; then it is the next one's turn. */
function firstWithJob(lanes: readonly Turns[], shares: Shares): { readonly of: Turns; readonly id: string } | undefined {
  for (let left = lanes; left.length > 0; ) {
    const [first, ...others] = left
    if (first === undefined) return undefined
    let best = first.lane
    for (const { lane } of others) if (compareLanes(lane, best, shares) < 0) best = lane
    const isEqual = ({ lane }: Turns) => compareLanes(lane, best, shares) === 0
    let oldest: { readonly of: Turns; readonly id: string } | undefined
    for (const of of left.filter(isEqual)) {
      const id = of.lane.ids[of.taken]
      if (id !== undefined && (oldest === undefined || id < oldest.id)) oldest = { of, id }
    }
    if (oldest !== undefined) return oldest
    left = left.filter((one) => !isEqual(one))
  }
  return undefined
}

/** How things stand while turns are dealt. */
class Standing implements Shares {
  readonly #before: Shares
  readonly #submitters = new Map<string, Share>()
  readonly #hosts = new Map<string, Share>()
  running: number
  turns: number

  constructor(before: Shares) {
    this.#before = before
    this.running = before.running
    this.turns = before.turns
  }

  submitter(name: string): Share {
    return this.#submitters.get(name) ?? this.#before.submitter(name)
  }

  host(name: string): Share {
    return this.#hosts.get(name) ?? this.#before.host(name)
  }

  serve({ submitter, host }: Lane): void {
    this.running += 1
    this.turns += 1
    const raised = ({ running }: Share): Share => ({ running: running + 1, lastTurn: this.turns })
    this.#submitters.set(submitter, raised(this.submitter(submitter)))
    this.#hosts.set(host, raised(this.host(host)))
  }
}

/** What a store reads of who waits, in the order of age within each lane. */
export function toLanes(rows: readonly Candidate[]): WaitingLane[] {
  const lanes = new Map<string, Lane & { ids: string[] }>()
  for (const { id, ...lane } of rows) {
    const key = `${lane.priority}\0${lane.submitter}\0${lane.host}`
    const known = lanes.get(key)
    if (known === undefined) lanes.set(key, { ...lane, ids: [id] })
    else known.ids.push(id)
  }
  return [...lanes.values()]
}

function compareTurns(a: Candidate, b: Candidate, shares: Shares): number {
  return compareLanes(a, b, shares) || (a.id < b.id ? -1 : 1)
}

function compareLanes(a: Lane, b: Lane, shares: Shares): number {
  return (
    b.priority - a.priority ||
    compareShares(shares.submitter(a.submitter), shares.submitter(b.submitter)) ||
    compareShares(shares.host(a.host), shares.host(b.host))
  )
}

const compareShares = (a: Share, b: Share): number => a.running - b.running || a.lastTurn - b.lastTurn

/** A submitter's waiting jobs at the priority of the job that is asked about. */
export interface WaitingSubmitter extends Share {
  readonly submitter: string
  readonly waiting: number
}

/**
 * 1 = next. Counts what goes first: `urgent` jobs of higher priority, `older` jobs of the same submitter, and of every other submitter as
 * many as have their turn by then. Hosts and back-off are left out: an honest estimate, not a promise.
 */
export function placeInQueue(urgent: number, older: number, own: Share, others: readonly WaitingSubmitter[]): number {
  const ahead = others.map((other) => {
    const rounds = older + own.running - other.running + (compareTurnOf(other, own) ? 1 : 0)
    return Math.min(other.waiting, Math.max(0, rounds))
  })
  return 1 + urgent + older + ahead.reduce((sum, count) => sum + count, 0)
}

/** When a job came, and the first and the last of those that wait with it: wall milliseconds. */
export interface Ages {
  readonly first: number
  readonly own: number
  readonly last: number
}

/** How many of `waiting` jobs are likely to have come before one, had they come evenly; `least` are known to be older, and as many to be newer. */
export function guessOlder({ first, own, last }: Ages, waiting: number, least: number): number {
  const share = (own - first) / Math.max(1, last - first)
  return Math.max(least, Math.min(waiting - 1 - least, Math.round(share * (waiting - 1))))
}

/** With the same number of jobs running: is the other one served first? */
const compareTurnOf = (other: Share, own: Share): boolean => other.lastTurn < own.lastTurn
