import { sqliteChaosStore } from './sqlite-store.js'
import type { ChaosStore } from './store.js'

export const storeKinds = ['sqlite'] as const
export type StoreKind = (typeof storeKinds)[number]

/** Empty, and ready to be written. */
export async function openStore(kind: StoreKind, dataDir: string): Promise<ChaosStore> {
  switch (kind) {
    case 'sqlite':
      return sqliteChaosStore(dataDir)
  }
}
