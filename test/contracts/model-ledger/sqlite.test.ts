import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { sqliteModelLedger } from '../../../src/documentation/adapters/sqlite/sqlite-model-ledger.js'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { entry, modelLedgerContract, type ModelLedgerWorld } from './model-ledger-contract.js'

interface SqliteLedgerWorld extends ModelLedgerWorld {
  readonly path: string
}

async function sqliteWorld(): Promise<SqliteLedgerWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'codewiki-ledger-'))
  const path = join(folder, 'codewiki.db')
  const database = openDatabase(path, { durability: 'full' })
  return {
    path,
    ledger: sqliteModelLedger(database),
    close: async () => {
      database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

describe('model ledger on SQLite', () => modelLedgerContract(sqliteWorld))

describe('model ledger on SQLite, beyond one process', () => {
  it('shows through another connection what one has recorded, and lets the first stand', async () => {
    const { path, ledger, close } = await sqliteWorld()
    await ledger.record(entry())
    const other = openDatabase(path, { durability: 'full' })
    expect(await sqliteModelLedger(other).record(entry({ text: 'late' }))).toEqual(entry())
    other.close()
    await close()
  })

  it('keeps every call that was acknowledged when its process is killed', async () => {
    const { path, ledger, close } = await sqliteWorld()
    const script = fileURLToPath(new URL('./children/record-and-acknowledge.mjs', import.meta.url))
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8')
        if (printed.split('\n').length > 50) resolve()
      })
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    const acknowledged = printed.split('\n').slice(0, -1)
    expect(acknowledged.length).toBeGreaterThanOrEqual(50)
    for (const key of acknowledged) expect(await ledger.find(key)).toMatchObject({ key, text: `answer ${key}` })
    await close()
  })
})
