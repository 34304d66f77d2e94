import type { Fleet, FleetPlace } from './fleet.js'
import { ManyMachines } from './many-machines.js'
import { OneMachine } from './one-machine.js'
import { postgresChaosStore } from './postgres-store.js'
import { sqliteChaosStore } from './sqlite-store.js'
import type { ChaosStore } from './store.js'

export const storeKinds = ['sqlite', 'postgres'] as const
export type StoreKind = (typeof storeKinds)[number]

/** Empty, and ready to be written. */
export async function openStore(kind: StoreKind, dataDir: string): Promise<ChaosStore> {
  switch (kind) {
    case 'sqlite':
      return sqliteChaosStore(dataDir)
    case 'postgres':
      return postgresChaosStore()
  }
}

/** The processes that use such a store. */
export function makeFleet(kind: StoreKind, place: FleetPlace, options: { readonly withSecondWorker: boolean }): Fleet {
  switch (kind) {
    case 'sqlite':
      return new OneMachine(place, options)
    case 'postgres':
      return new ManyMachines(place)
  }
}
