import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { closeDatabase } from './close-database.js'
import { LogSync } from './log-sync.js'
import { openDatabase } from './open-database.js'
import { sql } from './prepared.js'
import { withoutSync } from './sync-mode.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codewiki-log-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('is there for a database whose commits shall survive power loss, and for no other', () => {
  const durable = openDatabase(join(folder, 'full.db'), { durability: 'full' })
  const cache = openDatabase(join(folder, 'normal.db'), { durability: 'normal' })
  const memory = openDatabase(':memory:', { durability: 'full' })
  for (const database of [durable, cache, memory]) database.exec('CREATE TABLE kept (value TEXT)')
  expect([durable, cache, memory].map((database) => LogSync.of(database) !== undefined)).toEqual([true, false, false])
  expect(LogSync.of(durable)).toBe(LogSync.of(durable))
  for (const database of [durable, cache, memory]) closeDatabase(database)
})

it('has those who ask while one wait is under way share the next, for theirs may have come too late for that one', async () => {
  const database = openDatabase(join(folder, 'full.db'), { durability: 'full' })
  database.exec('CREATE TABLE kept (value TEXT)')
  const log = LogSync.of(database)
  withoutSync(database, () => sql.run(database, 'INSERT INTO kept VALUES (?)', 'a'))
  const first = log?.sync()
  await Promise.resolve()
  await Promise.resolve()
  const [second, third] = [log?.sync(), log?.sync()]
  expect(second).toBe(third)
  expect(second).not.toBe(first)
  const order: string[] = []
  await Promise.all([first?.then(() => order.push('first')), second?.then(() => order.push('second'))])
  expect(order).toEqual(['first', 'second'])
  closeDatabase(database)
})
