import type { SmallDisk } from '../support/small-disk.js'
import type { Chance } from './chance.js'
import type { Fleet, Recover } from './fleet.js'
import type { Struck } from './paid-calls.js'
import type { ChaosStore } from './store.js'

export interface FaultWorld {
  readonly fleet: Fleet
  readonly store: ChaosStore
  readonly chance: Chance
  /** Undefined: the machine lets nobody mount one. */
  readonly disk: SmallDisk | undefined
  /** How long a worker may be silent before its jobs are handed on. */
  readonly leaseMs: number
  /** What must not happen while a fault lasts, and did. */
  readonly complain: (problem: string) => void
}

type Fault = (world: FaultWorld) => Promise<Struck>

/** A job that takes this many workers with it, and gets no further, is given up by the product. Chance must not look like such a job. */
const maxCrashes = 3
const lookMs = 100

const kills: Readonly<Record<string, Fault>> = {
  'kill the worker': kill(({ fleet }) => fleet.killWorker('first')),
  'kill the second worker': kill(({ fleet }) => fleet.killWorker('second')),
  'kill the server': kill(({ fleet }) => fleet.killServer()),
  'kill everything': kill(({ fleet }) => fleet.killAll()),
}

const others: Readonly<Record<string, Fault>> = {
  'stop a worker beyond its lease': stopWorker,
  'fill the disk': fillDisk,
  'deploy anew': redeploy,
}

export interface PlannedFault {
  readonly kind: string
  readonly strike: Fault
}

/** So many kills, and beside every eighth of them one of each other fault, in an order that the seed decides. */
export function planFaults(kill: number, { chance, disk, store }: Pick<FaultWorld, 'chance' | 'disk' | 'store'>): PlannedFault[] {
  const killings = Array.from({ length: kill }, () => chance.pick(Object.entries(kills)))
  const own = store.faults.map(({ kind, strike }): [string, Fault] => [kind, (world) => outage(world, kind, () => strike(world))])
  const possible = [...Object.entries(others), ...own].filter(([kind]) => disk !== undefined || kind !== 'fill the disk')
  const rounds = Math.ceil(kill / 8)
  const rest = possible.flatMap((fault) => Array.from({ length: rounds }, () => fault))
  return chance.shuffled([...killings, ...rest]).map(([kind, strike]) => ({ kind, strike }))
}

/** As long as it lasts, nothing that is paid for can be recorded. */
async function outage(world: FaultWorld, kind: string, work: () => Promise<void>): Promise<Struck> {
  await clearOfTheBrink(world)
  const from = Date.now()
  await work()
  return { kind, from, to: Date.now() }
}

/** `kill -9`, at a moment when no job stands at the brink: looked at and struck while nothing moves. */
function kill(strike: (world: FaultWorld) => Promise<Recover>): Fault {
  return async (world) => {
    for (;;) {
      let at = 0
      const recover = await world.fleet.whileFrozen(async () => {
        if (await isAnyAtTheBrink(world)) return undefined
        at = Date.now()
        return strike(world)
      })
      await recover?.()
      if (recover !== undefined) return { kind: 'kill', from: at, to: at }
      await sleep(lookMs)
    }
  }
}

async function stopWorker(world: FaultWorld): Promise<Struck> {
  await clearOfTheBrink(world)
  const at = Date.now()
  await world.fleet.pauseWorker(world.chance.pick(['first', 'second'] as const), world.leaseMs + world.chance.between(500, 2_000))
  return { kind: 'stop', from: at, to: at }
}

/** While the disk is full, what is there can be read. */
async function fillDisk(world: FaultWorld): Promise<Struck> {
  await clearOfTheBrink(world)
  const from = Date.now()
  world.disk?.fill(world.chance.pick([0, 0, 64, 512]))
  try {
    await sleep(world.chance.between(500, 2_500))
    for (const path of ['/healthz', '/api/jobs?limit=1', '/']) {
      const status = await fetch(`${world.fleet.server.url}${path}`).then((answer) => answer.status, String)
      if (status !== 200) world.complain(`${path} answered ${status} while the disk was full`)
    }
  } finally {
    world.disk?.free()
  }
  return { kind: 'disk', from, to: Date.now() }
}

async function redeploy({ fleet }: FaultWorld): Promise<Struck> {
  const from = Date.now()
  await fleet.redeploy()
  return { kind: 'deploy', from, to: from }
}

/** One more crash, and the product gives it up. `yetToCount`: those that a lease which has not run out yet will show. */
const isAnyAtTheBrink = async ({ store }: FaultWorld, yetToCount = 0): Promise<boolean> =>
  (await store.jobs()).some(({ status, crashes }) => status === 'processing' && crashes + yetToCount >= maxCrashes - 1)

/** For a fault that lasts: a worker that was killed before it may be found dead, and the next one struck, in its course. */
async function clearOfTheBrink(world: FaultWorld): Promise<void> {
  while (await isAnyAtTheBrink(world, 1)) await sleep(lookMs)
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
