import { afterEach, beforeEach, expect, it } from 'vitest'
import { openDatabase, transaction, type Database } from './open-database.js'
import { sql } from './prepared.js'
import { withoutSync } from './sync-mode.js'

let database: Database
beforeEach(() => {
  database = openDatabase(':memory:', { durability: 'full' })
  database.exec('CREATE TABLE kept (value TEXT)')
})
afterEach(() => database.close())

const insert = 'INSERT INTO kept VALUES (?)'
const [normal, full] = [1, 2]
/** Asked beside the seam, which would set it back. */
const setting = () => Object.values(database.prepare('PRAGMA synchronous').get() ?? {})[0]
const unsynced = () => withoutSync(database, () => transaction(database, () => sql.run(database, insert, 'a')))

it('stays without a wait for reads and for more of the kind', () => {
  unsynced()
  sql.all(database, 'SELECT value FROM kept')
  expect(setting()).toBe(normal)
  unsynced()
  expect(setting()).toBe(normal)
})

it.each([
  ['a transaction', () => transaction(database, () => setting())],
  ['a single write', () => (sql.run(database, insert, 'b'), setting())],
  ['a write that answers', () => (sql.get(database, `${insert} RETURNING value`, 'b'), setting())],
])('waits for the disk again for %s that comes after it', (_, write) => {
  unsynced()
  expect(write()).toBe(full)
})

it('waits again after work that threw', () => {
  expect(() => withoutSync(database, () => sql.run(database, 'INSERT INTO nowhere VALUES (1)'))).toThrow('nowhere')
  expect(transaction(database, () => setting())).toBe(full)
})
