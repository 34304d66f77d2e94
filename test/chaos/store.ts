import type { Chance } from './chance.js'

/** A job as it lies in the store, past everything that might embellish it. */
export interface StoredJob {
  readonly id: string
  readonly status: string
  /** Workers that it took with it since it last got on. Three, and the product gives it up, as it should. */
  readonly crashes: number
}

/** The place where a fleet keeps its jobs: how to point the product at it, and a look past the product. */
export interface ChaosStore {
  /** What is configured to use it. */
  readonly environment: Readonly<Record<string, string>>
  readonly jobs: () => Promise<readonly StoredJob[]>
  /** When each call to the model was recorded as paid: wall milliseconds. */
  readonly paidAt: () => Promise<readonly number[]>
  readonly wikis: () => Promise<readonly { readonly key: string; readonly location: string }[]>
  /** A folder with the wiki's files, to be read. */
  readonly wikiFolder: (location: string) => Promise<string>
  /** What is broken in it; nothing, when all is well. */
  readonly damage: () => Promise<readonly string[]>
  /** Faults that only this kind of store has. */
  readonly faults: readonly StoreFault[]
  readonly close: () => Promise<void>
}

export interface StoreFault {
  readonly kind: string
  /** Ends when the store can be reached again. */
  readonly strike: (world: { readonly chance: Chance }) => Promise<void>
}
