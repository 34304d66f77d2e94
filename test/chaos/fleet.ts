import type { CodewikiServer } from '../support/codewiki-server.js'
import type { StartedProcess } from '../support/processes.js'
import type { Witness } from './witness.js'

/** The workers of a fleet; each of them may be killed or stopped. */
export type Which = 'first' | 'second'

/** Starts again what was killed. */
export type Recover = () => Promise<void>

/** Processes of ours that share one store: what the faults strike, and clients ask. */
export interface Fleet {
  /** Where clients go. */
  readonly server: CodewikiServer
  /** Of every machine. */
  readonly dataDirs: readonly string[]
  readonly start: () => Promise<void>
  readonly killWorker: (which: Which) => Promise<Recover>
  readonly killServer: () => Promise<Recover>
  /** As a power cut, but for the disk. */
  readonly killAll: () => Promise<Recover>
  /** As an operator brings in a new version. */
  readonly redeploy: () => Promise<void>
  readonly pauseWorker: (which: Which, ms: number) => Promise<void>
  /** Does something while no worker moves: what it reads stays true until it ends. */
  readonly whileFrozen: <T>(work: () => Promise<T>) => Promise<T>
  readonly stop: () => Promise<void>
  /** Of everything that ever ran. */
  readonly survivors: () => readonly StartedProcess[]
}

export interface FleetPlace {
  readonly environment: Readonly<Record<string, string>>
  readonly dataDir: string
}

export async function killWatched(server: CodewikiServer, witness: Witness): Promise<Recover> {
  witness.look()
  await server.kill()
  return () => server.start()
}
