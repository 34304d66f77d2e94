import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GitServer } from '../support/git-server.js'
import { ScriptedModel } from '../support/scripted-model.js'
import { SmallDisk } from '../support/small-disk.js'
import { Chance } from './chance.js'
import { planFaults, type PlannedFault } from './faults.js'
import type { Struck } from './paid-calls.js'
import { makeFleet, openStore, type StoreKind } from './open-store.js'
import type { ChaosStore } from './store.js'
import { Submitter } from './submitter.js'
import { judge, type Undisturbed, type Verdict } from './verdict.js'
import { wikiImages } from './wiki-images.js'
import { makeWorkload, type WorkItem } from './workload.js'

export interface ChaosOptions {
  readonly kills: number
  readonly seed: number
  readonly store: StoreKind
  /** Takes a line for people, now and then. */
  readonly tell: (line: string) => void
}

export interface ChaosReport extends Verdict {
  /** How often each fault struck. */
  readonly faults: Readonly<Record<string, number>>
}

const leaseSeconds = 3
/** Room for what is made on it: each wiki is on two workers and, when it was looked at, on the server. A full disk is a fault of its own. */
const diskMb = (wikis: number) => Math.max(192, 96 + 2 * wikis)
/** So long does the model think, so that calls are under way when a fault strikes. */
const modelDelayMs = 60
const longestPauseMs = 1_200

/** The same work twice: undisturbed, then under faults. What comes out must be the same, and nobody pays twice. */
export async function runChaos({ kills, seed, store, tell }: ChaosOptions): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-chaos-'))
  const [git, model] = await Promise.all([GitServer.start(), ScriptedModel.start({ record: join(folder, 'calls'), behaviour: { delayMs: modelDelayMs } })])
  const work = makeWorkload(git, Math.max(8, Math.round(kills * 0.6)))
  const disk = SmallDisk.mount(diskMb(work.length))
  if (disk === undefined) tell('the disk is never full: this machine lets nobody mount a small one')
  const world: World = { folder, model, disk, store, work, tell }
  try {
    const undisturbed = await runUndisturbed(world)
    tell(`undisturbed: ${world.work.length} jobs, ${undisturbed.calls} calls to the model`)
    return await runDisturbed(world, undisturbed, { kills, chance: new Chance(seed) })
  } finally {
    await Promise.all([git.stop(), model.stop()])
    disk?.unmount()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface World {
  readonly folder: string
  readonly model: ScriptedModel
  readonly disk: SmallDisk | undefined
  readonly store: StoreKind
  readonly work: readonly WorkItem[]
  readonly tell: (line: string) => void
}

async function runUndisturbed(world: World): Promise<Undisturbed> {
  const dataDir = newFolder(join(world.folder, 'undisturbed'))
  const store = await openStore(world.store, dataDir)
  const fleet = makeFleet(world.store, { environment: environment(world, store), dataDir }, { withSecondWorker: false })
  try {
    await fleet.start()
    const submitter = new Submitter(fleet.server, { store, work: world.work, chance: new Chance(0) })
    await submitter.finish()
    // Half of it is nothing to compare with.
    if (!(await atRest(store))) throw new Error(`the undisturbed run has not ended within ${restMs / 1000} s: this machine is too busy`)
    const calls = await world.model.calls()
    return { wikis: await wikiImages(store), calls: calls.length }
  } finally {
    await fleet.stop()
    await store.close()
  }
}

async function runDisturbed(world: World, undisturbed: Undisturbed, { kills, chance }: { readonly kills: number; readonly chance: Chance }): Promise<ChaosReport> {
  const dataDir = world.disk?.folder ?? newFolder(join(world.folder, 'disturbed'))
  const store = await openStore(world.store, dataDir)
  const fleet = makeFleet(world.store, { environment: environment(world, store), dataDir }, { withSecondWorker: true })
  const complaints: string[] = []
  try {
    await fleet.start()
    const submitter = new Submitter(fleet.server, { store, work: world.work, chance: new Chance(chance.between(1, 2 ** 31)) })
    const faults = planFaults(kills, { chance, disk: world.disk, store })
    const struck: Struck[] = []
    submitter.start()
    for (const [at, fault] of faults.entries()) {
      submitter.pace((at + 1) / faults.length)
      await sleep(chance.between(0, longestPauseMs))
      struck.push(await fault.strike({ fleet, store, chance, disk: world.disk, leaseMs: leaseSeconds * 1000, complain: (problem) => complaints.push(problem) }))
      if ((at + 1) % 10 === 0) world.tell(`${at + 1} of ${faults.length} faults, ${submitter.acknowledged.size} jobs`)
    }
    submitter.pace(1)
    await submitter.finish()
    await atRest(store)
    const asked = (await world.model.calls()).slice(undisturbed.calls)
    const verdict = await judge({ fleet, store, submitter, struck, asked, undisturbed })
    return { ...verdict, problems: [...complaints, ...verdict.problems], faults: countKinds(faults) }
  } finally {
    await fleet.stop()
    await store.close()
  }
}

/** One process of each kind that a job forks, and no limit on a client that means well. */
function environment({ model }: World, store: ChaosStore): Record<string, string> {
  return {
    ...store.environment,
    MAIN_MODEL: 'scripted/large',
    LLM_BASE_URL: model.url,
    CODEWIKI_LEASE_SECONDS: String(leaseSeconds),
    CODEWIKI_ANALYSIS_PROCESSES: '1',
    CODEWIKI_SUBMITS_PER_MINUTE: '1000000',
    CODEWIKI_QUEUE_SIZE: '100000',
  }
}

const restMs = 600_000

/** Everything has ended. False: the time is up; of a disturbed run the verdict says what is still open. */
async function atRest(store: ChaosStore): Promise<boolean> {
  const deadline = Date.now() + restMs
  while (Date.now() < deadline) {
    if ((await store.jobs()).every(({ status }) => status !== 'queued' && status !== 'processing')) return true
    await sleep(100)
  }
  return false
}

function countKinds(faults: readonly PlannedFault[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { kind } of faults) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function newFolder(path: string): string {
  mkdirSync(path)
  return path
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
