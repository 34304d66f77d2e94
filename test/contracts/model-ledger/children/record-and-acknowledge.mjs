// Records calls for ever and prints each key once its record has resolved. Killed by the test.
import { writeSync } from 'node:fs'
import { sqliteModelLedger } from '../../../../dist-modules/documentation/adapters/sqlite/sqlite-model-ledger.js'
import { openDatabase } from '../../../../dist-modules/platform/sqlite/open-database.js'

const ledger = sqliteModelLedger(openDatabase(process.argv[2], { durability: 'full' }))
for (let count = 0; ; count++) {
  const key = String(count).padStart(64, '0')
  await ledger.record({ key, model: 'm', text: `answer ${key}`, calls: [], isCut: false, inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, costUsd: undefined, finishedAt: new Date() })
  writeSync(1, `${key}\n`)
}
