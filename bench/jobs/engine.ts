import type { ChildProcess } from 'node:child_process'

/** A queue as every contender has it, down to what all of them share. A scenario drives this and knows nobody's name. */
export interface Contender {
  readonly name: string
  /** Ours, or who it is measured against. */
  readonly isOurs: boolean
  /** The same contender once more, otherwise set up: only raced, not watched when idle or killed. */
  readonly isVariant: boolean
  /** What a commit survives, and what else a reader must know to compare. */
  readonly conditions: string
  /** Opens the queue that lies at the place, as any number of processes may; the first makes it. */
  open(place: Place, role: Role): Promise<OpenQueue>
}

/** Where a queue lies; plain data, so that another process can open the same one. */
export interface Place {
  /** Exists, is empty at first, and nobody else's. */
  readonly folder: string
  readonly postgresUrl: string | undefined
  readonly redisPort: number | undefined
  /** Of tables or keys on a server that is shared. */
  readonly name: string
  /** How long a worker that died keeps its jobs. Undefined = as the contender does by itself. */
  readonly leaseMs?: number
}

/** How this process can reach, or be reached by, the one at the other end. */
export type Role =
  /** Enqueues and works. */
  | { readonly kind: 'both' }
  /** Enqueues only; the worker is a child. */
  | { readonly kind: 'caller'; readonly worker: () => ChildProcess | undefined }
  /** Works only; a child of the caller. */
  | { readonly kind: 'worker' }

export type RunJob = (id: number) => Promise<void>

export interface OpenQueue {
  /** One job in a transaction of its own; durable when it resolves. */
  enqueue(id: number): Promise<void>
  /** Starts to take jobs. Resolves when it listens. */
  work(concurrency: number, run: RunJob): Promise<void>
  /** Jobs that the queue has not noted as done. */
  open(): Promise<number>
  close(): Promise<void>
}
