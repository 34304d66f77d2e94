import { createJobMemory, type JobMemory } from '../../../src/jobs/adapters/memory/context.js'
import { memoryCheckpointStore } from '../../../src/jobs/adapters/memory/memory-checkpoint-store.js'
import { memoryJobStore } from '../../../src/jobs/adapters/memory/memory-job-store.js'
import { memoryWakeUp } from '../../../src/jobs/adapters/memory/memory-wake-up.js'
import { BackgroundWorker } from '../../../src/jobs/background-worker.js'
import type { CheckpointStore } from '../../../src/jobs/checkpoint-store.js'
import type { RunJob } from '../../../src/jobs/job-run.js'
import type { JobStore } from '../../../src/jobs/job-store.js'
import { AppError } from '../../../src/platform/app-error.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { newJob } from '../../contracts/job-store/job-store-world.js'
import { ManualClock } from '../../support/manual-clock.js'
import { Observer } from './simulation-observer.js'
import { result, workerSettings } from './worker-world.js'

export interface Ports {
  readonly store: JobStore
  readonly checkpoints: CheckpointStore
}

/** Breaks the ports in one way. The simulation must notice. */
export type Mutation = (ports: Ports, memory: JobMemory, record: (publication: unknown) => void) => Ports

const { leaseMs } = workerSettings
const steps = 3
const keys = 6

/**
 * One random history: jobs are added, cancelled and paused; workers begin, stall for longer than their lease, and die; every await of
 * the work is a gate that opens when the dice say so. Time stands still otherwise. At the end everything is let run out.
 * Returns what was wrong, nothing when all was well. The same seed gives the same history.
 */
export async function simulate(seed: number, mutate: Mutation = (ports) => ports): Promise<readonly string[]> {
  const simulation = new Simulation(seed, mutate)
  for (let move = 0; move < 40; move++) await simulation.move()
  await simulation.runOut()
  return simulation.verdict()
}

interface SimulatedWorker {
  readonly worker: BackgroundWorker
  readonly gates: Set<() => void>
  alive: boolean
}

class Simulation {
  readonly #clock = new ManualClock()
  readonly #memory = createJobMemory(this.#clock)
  readonly #observer = new Observer(this.#memory, this.#clock, leaseMs)
  readonly #random: () => number
  readonly #ports: Ports
  readonly #workers: SimulatedWorker[] = []
  #calm = false

  constructor(seed: number, mutate: Mutation) {
    this.#random = dice(seed)
    const record = (publication: unknown) => this.#observer.published(publication)
    const plain: Ports = {
      store: memoryJobStore({ memory: this.#memory, recordPublication: record }),
      checkpoints: memoryCheckpointStore(this.#memory),
    }
    this.#ports = this.#observer.watch(mutate(plain, this.#memory, record))
    for (let count = 0; count < 3; count++) this.#workers.push(this.#startWorker())
  }

  async move(): Promise<void> {
    const moves = [
      this.#insert,
      this.#insert,
      this.#tick,
      this.#tick,
      this.#tick,
      this.#openGate,
      this.#openGate,
      this.#openGate,
      this.#openGate,
    ]
    const rare = [this.#advance, this.#advance, this.#keepLeases, this.#cancel, this.#pause, this.#kill]
    const all = [...moves, ...rare]
    await this.#choose(all)?.call(this)
    await quiet()
  }

  /** From here on nothing dies, stalls or fails: whatever is open must come to an end. */
  async runOut(): Promise<void> {
    this.#calm = true
    for (const { id } of await this.#open()) await this.#ports.store.setPaused(id, false)
    for (let round = 0; round < 30 && (await this.#open()).length > 0; round++) {
      this.#clock.advance(leaseMs)
      for (const each of this.#workers) void each.worker.tick().catch(() => undefined)
      for (let turn = 0; turn < 4 * steps; turn++) {
        await quiet()
        for (const { gates } of this.#workers) for (const open of gates) open()
      }
      await quiet()
    }
  }

  verdict(): readonly string[] {
    return this.#observer.verdict()
  }

  #insert = async (): Promise<void> => {
    const key = `key ${Math.floor(this.#random() * keys)}`
    await this.#ports.store.insert(newJob({ openKey: key }), { queueSize: 1_000 })
  }

  /** Not awaited: the work goes on while other things happen. */
  #tick = async (): Promise<void> => {
    void this.#choose(this.#workers)
      ?.worker.tick()
      .catch(() => undefined)
  }

  #openGate = async (): Promise<void> => {
    const gates = this.#workers.flatMap((each) => [...each.gates])
    this.#choose(gates)?.()
  }

  #advance = async (): Promise<void> => {
    this.#clock.advance(this.#choose([1_000, leaseMs / 3, leaseMs]) ?? 0)
  }

  #keepLeases = async (): Promise<void> => {
    void this.#choose(this.#workers)?.worker.keepLeases()
  }

  #cancel = async (): Promise<void> => {
    const job = this.#choose(await this.#open())
    if (job !== undefined) await this.#ports.store.cancel(job.id)
  }

  #pause = async (): Promise<void> => {
    const job = this.#choose(await this.#open())
    if (job !== undefined) await this.#ports.store.setPaused(job.id, this.#random() < 0.5)
  }

  /** The process is gone in the middle of whatever it did; another one starts. */
  #kill = async (): Promise<void> => {
    const victim = Math.floor(this.#random() * this.#workers.length)
    const dead = this.#workers[victim]
    if (dead === undefined) return
    dead.alive = false
    dead.gates.clear()
    this.#workers[victim] = this.#startWorker()
  }

  async #open() {
    return (await this.#ports.store.list({ limit: 1_000 })).jobs.filter(({ status }) => status === 'queued' || status === 'processing')
  }

  #startWorker(): SimulatedWorker {
    const gates = new Set<() => void>()
    const started: { alive: boolean } = { alive: true }
    const { store, checkpoints } = cutOff(this.#ports, started)
    const run: RunJob = async (job, attempt) => {
      for (let step = 0; step < steps; step++) {
        await gate(gates)
        await attempt.log('info', `step ${step}`)
        if ((await attempt.checkpoints.get(`step ${step}`)) !== undefined) continue
        this.#observer.worked(job.id, step)
        await gate(gates)
        if (!this.#calm && this.#random() < 0.1) throw new AppError('test/weather', 'transient', 'Rain.')
        await attempt.checkpoints.put(`step ${step}`, `${attempt.attempt}`)
      }
      await gate(gates)
      return { ...result, publication: { jobId: job.id, attempt: attempt.attempt } }
    }
    const deps = { store, checkpoints, wakeUp: memoryWakeUp(), clock: this.#clock, logger: silentLogger, run, random: () => 0.5 }
    return Object.assign(started, { worker: new BackgroundWorker(deps, { ...workerSettings, maxCrashes: 1_000 }), gates })
  }

  #choose<T>(from: readonly T[]): T | undefined {
    return from[Math.floor(this.#random() * from.length)]
  }
}

/** The ports as a process sees them; once it is dead, it hears no answer any more. */
function cutOff(ports: Ports, process: { readonly alive: boolean }): Ports {
  const never = new Promise<never>(() => undefined)
  const cut = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return async (...args: unknown[]) => {
          if (!process.alive) return never
          const answer: unknown = await Reflect.apply(method, target, args)
          return process.alive ? answer : never
        }
      },
    })
  return { store: cut(ports.store), checkpoints: cut(ports.checkpoints) }
}

function gate(gates: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const open = () => {
      gates.delete(open)
      resolve()
    }
    gates.add(open)
  })
}

/** Until every promise that can go on has gone on. */
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** mulberry32: small, fast, good enough for dice (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c). */
function dice(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
