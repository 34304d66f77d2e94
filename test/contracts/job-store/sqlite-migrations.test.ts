import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { jobMigrations } from '../../../src/jobs/adapters/sqlite/migrations.js'
import { sqliteJobStore } from '../../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import { noFigures } from '../../../src/jobs/job-status.js'
import { migrate } from '../../../src/platform/sqlite/migrate.js'
import { openDatabase, type Database } from '../../../src/platform/sqlite/open-database.js'
import { sql } from '../../../src/platform/sqlite/prepared.js'
import { ManualClock } from '../../support/manual-clock.js'
import { request } from './job-store-world.js'

let folder: string
let database: Database
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codewiki-migrations-'))
  database = openDatabase(join(folder, 'jobs.db'), { durability: 'normal' })
})
afterEach(async () => {
  database.close()
  await rm(folder, { recursive: true, force: true })
})

const openStore = () =>
  sqliteJobStore({ database, clock: new ManualClock(), bootId: 'boot', recordPublication: () => undefined, newestLookedAt: 1 })

/** A row as the first released schema wrote it. */
function insertOld(id: string, status: string, submitter: string, paused = 0): void {
  const progress = '{"message":"Waiting for a worker","percent":0}'
  database.exec(
    `INSERT INTO jobs (id, url, host, owner, name, alias, revision, options, open_key, submitter, created_at, status, priority, attempt, failures, crashes,
       stages, progress, version, paused, cancel_requested, started_at, completed_at, from_cache, gaps, commit_id, wiki_key)
     VALUES ('${id}', 'https://h/${id}', 'h', 'o', '${id}', 'o--${id}', '{"kind":"default"}', '{"include":[],"exclude":[],"noCache":false}', 'key ${id}',
       '${submitter}', 1, '${status}', 0, 0, 0, 0, '[]', '${progress}', 1, ${paused}, 0, 1, ${status === 'completed' ? 2 : 'NULL'}, 0, '[]', 'c', 'w');
     INSERT INTO job_events VALUES ('${id}', 1, 1, 'info', NULL, 'Added to the queue', '${status}', '${progress}');`,
  )
}

it('refuses a second open job of the same key by itself', () => {
  openStore()
  insertOld('a', 'queued', 'ann')
  insertOld('b', 'completed', 'ann')
  const reopen = (status: string) => sql.run(database, `UPDATE jobs SET open_key = 'key a', status = ? WHERE id = 'b'`, status)
  for (const status of ['queued', 'processing']) expect(() => reopen(status)).toThrow('UNIQUE constraint failed: jobs.open_key')
  expect(reopen('failed')).toBe(1)
})

describe('a database of an earlier version', () => {
  const versions = Array.from({ length: jobMigrations.length - 1 }, (_, at) => at + 1)
  it.each(versions)('%i is brought up to date with all its jobs, in every state', async (version) => {
    migrate(database, 'jobs', jobMigrations.slice(0, version))
    insertOld('a', 'completed', 'ann')
    insertOld('b', 'queued', 'ann', 1)
    insertOld('c', 'queued', 'ann')
    insertOld('d', 'queued', 'bob')
    const store = openStore()
    expect((await store.list({ limit: 10 })).jobs.map(({ id, status, figures }) => [id, status, figures])).toEqual(
      ['d', 'c', 'b', 'a'].map((id) => [id, id === 'a' ? 'completed' : 'queued', noFigures]),
    )
    expect(await store.figures()).toEqual({ queued: 3, processing: 0, completed: 1, failed: 0, cancelled: 0, paused: false })
    expect(await store.events('c', 0, 10)).toHaveLength(1)
    const listed = async (repo: string) => (await store.list({ limit: 10, repo })).jobs.map(({ id }) => id)
    expect([await listed('https://h/a'), await listed('O/B'), await listed('//h'), await listed('/c')]).toEqual([
      ['a'],
      ['b'],
      ['d', 'c', 'b', 'a'],
      ['c'],
    ])
    expect((await store.findByAlias('o--b')).map(({ id }) => id)).toEqual(['b'])
    await store.remove('a')
    expect([await listed('https://h/a'), await listed('//h')]).toEqual([[], ['d', 'c', 'b']])
    expect([await store.queuePosition('b'), await store.queuePosition('c'), await store.queuePosition('d')]).toEqual([undefined, 1, 1])
    expect([(await store.claim(request))?.job.id, (await store.claim(request))?.job.id, await store.claim(request)]).toEqual([
      'c',
      'd',
      undefined,
    ])
  })

  it('has an older program refuse what a newer one wrote', () => {
    openStore()
    expect(() => migrate(database, 'jobs', jobMigrations.slice(0, 1))).toThrow(expect.objectContaining({ code: 'platform/newer-schema' }))
  })

  it('keeps no repository whose last job is gone, neither in the table nor in the index', async () => {
    const store = openStore()
    const names = Array.from({ length: 150 }, (_, at) => String(1_000 + at))
    for (const name of names) insertOld(name, 'completed', 'ann')
    const indexed = (name: string) =>
      sql.all(database, `SELECT path FROM job_repository_names WHERE job_repository_names MATCH '"o/${name}"'`).length
    const known = () => sql.all(database, 'SELECT path FROM job_repositories').length
    const found = async (name: string) => (await store.list({ limit: 10, repo: `o/${name}` })).jobs.length
    const whole = () => database.exec(`INSERT INTO job_repository_names (job_repository_names, rank) VALUES ('integrity-check', 0)`)
    expect([known(), indexed('1000'), indexed('1127'), indexed('1128')]).toEqual([150, 1, 1, 0])
    for (const name of names) expect(await found(name)).toBe(1)
    // The youngest first, so that their numbers are given anew: to names that are in the index, too, and come back to it.
    for (const name of names.slice(100).toReversed()) await store.remove(name)
    expect([known(), indexed('1099'), indexed('1100'), await found('1100')]).toEqual([100, 1, 0, 0])
    whole()
    for (const name of names.slice(100)) insertOld(name, 'completed', 'ann')
    for (const name of names) expect(await found(name)).toBe(1)
    expect(await store.prune(new Date(10))).toBe(150)
    expect([known(), indexed('1000'), await found('1000')]).toEqual([0, 0, 0])
    whole()
  })
})
