import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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

it('is not kept waiting by a crowd: what need not wait for the disk is done while more is asked for', async () => {
  const seen: number[] = []
  const asked = Array.from({ length: 100 }, (_, number) => group.runRecoverable(() => seen.push(number)))
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.length).toBeLessThan(100)
  expect(await Promise.all(asked)).toEqual(asked.map((_, number) => number + 1))
})

it('waits for the disk together, however large the crowd: nobody of it is done while more is asked for', async () => {
  const asked = Array.from({ length: 100 }, (_, number) => add(String(number)))
  expect(kept()).toEqual([])
  await Promise.all(asked)
  expect(kept()).toHaveLength(100)
})

describe('a look before the work', () => {
  const looked = (look: () => string | undefined) => group.runSeen({ look, work: () => (sql.run(database, 'INSERT INTO kept VALUES (?)', 'worked'), 'worked'), onSeen: () => undefined })

  it.each([['alone', []], ['among others', ['other']]])('spares the work when it finds the answer, %s', async (_, others) => {
    const [found] = await Promise.all([looked(() => 'found'), ...others.map(add)])
    expect([found, kept()]).toEqual(['found', others])
  })

  it.each([['alone', []], ['among others', ['other']]])('rejects what it refuses, and undoes nothing else, %s', async (_, others) => {
    const refused = looked(() => {
      throw new Error('refused')
    })
    await Promise.all([expect(refused).rejects.toThrow('refused'), ...others.map(add)])
    expect(kept()).toEqual(others)
  })

  it('has the work done when it finds nothing', async () => {
    expect(await Promise.all([looked(() => undefined), add('other')])).toEqual(['worked', 1])
    expect(kept()).toEqual(['worked', 'other'])
  })
})

it('waits for the disk unless all that it holds can be recovered, and leaves the setting as it was', async () => {
  const setting = () => Object.values(sql.get<Record<string, number>>(database, 'PRAGMA synchronous') ?? {})[0]
  const [normal, full] = [1, 2]
  expect(await Promise.all([group.runRecoverable(setting), group.runRecoverable(setting)])).toEqual([normal, normal])
  expect(await Promise.all([group.runRecoverable(setting), group.run(setting)])).toEqual([full, full])
  await expect(group.runRecoverable(() => sql.run(database, 'INSERT INTO nowhere VALUES (1)'))).rejects.toThrow('nowhere')
  expect(setting()).toBe(full)
})

describe('what may be seen before it is on disk', () => {
  /** A log whose syncs end when the test says so. */
  function slowLog() {
    const waits: { readonly resolve: () => void; readonly reject: (error: Error) => void }[] = []
    return { waits, sync: () => new Promise<void>((resolve, reject) => void waits.push({ resolve, reject })) }
  }
  const addSeen = (value: string, seen: string[]) => group.runSeen({ work: () => sql.run(database, 'INSERT INTO kept VALUES (?)', value), onSeen: () => void seen.push(value) })
  const asked = (log: ReturnType<typeof slowLog>) => expect.poll(() => log.waits.length, { interval: 1 }).toBe(1)

  it('is answered only when its log is', async () => {
    const log = slowLog()
    group = new GroupCommit(database, log)
    const [seen, answered] = [[] as string[], [] as string[]]
    const one = addSeen('a', seen).then(() => answered.push('a'))
    await asked(log)
    expect([seen, kept(), answered]).toEqual([['a'], ['a'], []])
    log.waits[0]?.resolve()
    await one
    expect(answered).toEqual(['a'])
  })

  it('waits with everything else when something of its group must be on disk before it is seen', async () => {
    const log = slowLog()
    group = new GroupCommit(database, log)
    await Promise.all([addSeen('a', []), add('b')])
    expect(log.waits).toEqual([])
  })

  it('is refused when the disk fails, and from then on nothing is seen before it is on disk', async () => {
    const log = slowLog()
    group = new GroupCommit(database, log)
    const failed = addSeen('a', [])
    await asked(log)
    log.waits[0]?.reject(new Error('the disk is broken'))
    await expect(failed).rejects.toThrow('the disk is broken')
    expect(await addSeen('b', [])).toBe(1)
    expect(log.waits).toHaveLength(1)
  })
})
