import { afterEach, beforeEach, expect, it } from 'vitest'
import { GroupCommit } from './group-commit.js'
import { openDatabase, type Database } from './open-database.js'
import { sql } from './prepared.js'

let database: Database
let group: GroupCommit
beforeEach(() => {
  database = openDatabase(':memory:', { durability: 'full' })
  database.exec('CREATE TABLE kept (value TEXT UNIQUE)')
  group = new GroupCommit(database)
})
afterEach(() => database.close())

const add = (value: string) => group.run(() => sql.run(database, 'INSERT INTO kept VALUES (?)', value))
const kept = () => sql.all<{ value: string }>(database, 'SELECT value FROM kept ORDER BY rowid').map(({ value }) => value)

it('answers each of those that were asked for at once, in their order, after the commit', async () => {
  const seen = await Promise.all([add('a'), group.run(kept), add('b'), group.run(kept)])
  expect(seen).toEqual([1, ['a'], 1, ['a', 'b']])
  expect(database.isTransaction).toBe(false)
})

it('undoes one that throws, whole, and keeps the others', async () => {
  const broken = group.run(() => {
    sql.run(database, 'INSERT INTO kept VALUES (?)', 'half')
    throw new Error('broken')
  })
  const answers = await Promise.allSettled([add('a'), broken, add('a'), add('b')])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(kept()).toEqual(['a', 'b'])
})

it('rejects all of them when they cannot be committed, and goes on with the next', async () => {
  database.exec('CREATE TABLE child (of TEXT REFERENCES kept (value) DEFERRABLE INITIALLY DEFERRED)')
  const orphan = group.run(() => sql.run(database, 'INSERT INTO child VALUES (?)', 'nobody'))
  const answers = await Promise.allSettled([add('a'), orphan])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(kept()).toEqual([])
  expect(await add('b')).toBe(1)
})

it('waits for the disk unless all that it holds can be recovered, and leaves the setting as it was', async () => {
  const setting = () => Object.values(sql.get<Record<string, number>>(database, 'PRAGMA synchronous') ?? {})[0]
  const [normal, full] = [1, 2]
  expect(await Promise.all([group.runRecoverable(setting), group.runRecoverable(setting)])).toEqual([normal, normal])
  expect(await Promise.all([group.runRecoverable(setting), group.run(setting)])).toEqual([full, full])
  await expect(group.runRecoverable(() => sql.run(database, 'INSERT INTO nowhere VALUES (1)'))).rejects.toThrow('nowhere')
  expect(setting()).toBe(full)
})
