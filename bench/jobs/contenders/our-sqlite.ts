import { join } from 'node:path'
import { ipcWakeUp, parentWakeUp } from '../../../src/jobs/adapters/ipc/ipc-wake-up.js'
import { memoryWakeUp } from '../../../src/jobs/adapters/memory/memory-wake-up.js'
import { sqliteCheckpointStore } from '../../../src/jobs/adapters/sqlite/sqlite-checkpoint-store.js'
import { sqliteJobStore } from '../../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import type { WakeUp } from '../../../src/jobs/wake-up.js'
import { bootId } from '../../../src/platform/boot-id.js'
import { systemClock } from '../../../src/platform/clock.js'
import { closeDatabase } from '../../../src/platform/sqlite/close-database.js'
import { openDatabase, type OpenOptions } from '../../../src/platform/sqlite/open-database.js'
import type { Contender, Role } from '../engine.js'
import { ourQueue } from './our-queue.js'

/** `full` is what the product does; `normal` only shows what the disk costs. */
export function ourSqlite(durability: OpenOptions['durability']): Contender {
  return {
    name: `CodeWiki, SQLite ${durability.toUpperCase()}`,
    isOurs: true,
    isVariant: durability !== 'full',
    conditions: `WAL, synchronous=${durability.toUpperCase()}; leases, fencing, fair turns, a log per job`,
    open: async ({ folder, leaseMs }, role) => {
      const database = openDatabase(join(folder, 'codewiki.db'), { durability })
      const wakeUp = wakeUpOf(role)
      return ourQueue({
        store: sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined, added: () => wakeUp.notify() }),
        checkpoints: sqliteCheckpointStore(database),
        wakeUp,
        hearWork: () => undefined,
        leaseMs,
        close: async () => closeDatabase(database),
      })
    },
  }
}

function wakeUpOf(role: Role): WakeUp {
  if (role.kind === 'caller') return ipcWakeUp(role.worker)
  return role.kind === 'worker' ? parentWakeUp() : memoryWakeUp()
}
