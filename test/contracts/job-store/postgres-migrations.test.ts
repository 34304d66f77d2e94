import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jobMigrations } from '../../../src/jobs/adapters/postgres/migrations.js'
import { postgresJobStore } from '../../../src/jobs/adapters/postgres/postgres-job-store.js'
import type { JobStore } from '../../../src/jobs/job-store.js'
import { silentLogger } from '../../../src/platform/logger.js'
import { migrate } from '../../../src/platform/postgres/migrate.js'
import { openPool } from '../../../src/platform/postgres/open-pool.js'
import { query } from '../../../src/platform/postgres/query.js'
import { withTransaction } from '../../../src/platform/postgres/transaction.js'
import { startPostgres, type PostgresServer } from '../../support/postgres-server.js'
import { limits, newJob, request } from './job-store-world.js'

let server: PostgresServer
let pool: Pool
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())
beforeEach(() => {
  pool = openPool({ url: server.url, applicationName: 'migrations', schema: server.freshSchema(), maxConnections: 4 }, silentLogger)
})
afterEach(() => pool.end())

const openStore = () => postgresJobStore({ pool, changed: () => undefined, recordPublication: async () => undefined, newestLookedAt: 1 })

/** A row as the first released schema wrote it. */
async function insertOld(id: string, status: string, paused = 0): Promise<void> {
  const progress = '{"message":"Waiting for a worker","percent":0}'
  await pool.query(
    `INSERT INTO jobs (id, url, host, owner, name, alias, revision, options, open_key, submitter, created_at, status, priority, attempt, failures, crashes,
       stages, progress, figures, version, paused, cancel_requested, started_at, completed_at, from_cache, gaps, commit_id, wiki_key)
     VALUES ($1, 'https://h/' || $1, 'h', 'o', $1, 'o--' || $1, '{"kind":"default"}', '{"include":[],"exclude":[],"noCache":false}', 'key ' || $1,
       'ann', 1, $2, 0, 0, 0, 0, '[]', '${progress}',
       '{"bytesFetched":0,"filesParsed":0,"pagesWritten":0,"spent":{"calls":0,"inputTokens":0,"outputTokens":0,"costUsd":0}}',
       1, $3, 0, 1, CASE WHEN $2 = 'completed' THEN 2 END, 0, '[]', 'c', 'w')`,
    [id, status, paused],
  )
}

it('refuses a second open job of the same key by itself', async () => {
  await openStore()
  await insertOld('a', 'queued')
  await insertOld('b', 'completed')
  const reopened = (status: string) => pool.query(`UPDATE jobs SET open_key = 'key a', status = $1 WHERE id = 'b'`, [status])
  for (const status of ['queued', 'processing']) await expect(reopened(status)).rejects.toMatchObject({ constraint: 'jobs_open_key' })
  await reopened('failed')
})

const listed = async (store: JobStore, repo: string) => (await store.list({ limit: 10, repo })).jobs.map(({ id }) => id)
const repositories = async () =>
  (await query.all<{ path: string }>(pool, 'SELECT path FROM job_repositories ORDER BY path')).map(({ path }) => path)

describe('a database of an earlier version', () => {
  const versions = Array.from({ length: jobMigrations.length - 1 }, (_, at) => at + 1)
  it.each(versions)('%i is brought up to date with all its jobs, in every state', async (version) => {
    await migrate(pool, 'jobs', jobMigrations.slice(0, version))
    await insertOld('a', 'completed')
    await insertOld('b', 'queued', 1)
    await insertOld('c', 'queued')
    const store = await openStore()
    expect((await store.list({ limit: 10 })).jobs.map(({ id, status }) => [id, status])).toEqual([
      ['c', 'queued'],
      ['b', 'queued'],
      ['a', 'completed'],
    ])
    expect([await listed(store, 'https://h/a'), await listed(store, 'O/B'), await listed(store, '//h'), await listed(store, '/c')]).toEqual(
      [['a'], ['b'], ['c', 'b', 'a'], ['c']],
    )
    expect([(await store.claim(request))?.job.id, await store.claim(request)]).toEqual(['c', undefined])
    expect((await store.findByAlias('o--b')).map(({ id }) => id)).toEqual(['b'])
    await store.remove('a')
    expect([await listed(store, 'https://h/a'), await repositories()]).toEqual([[], ['o/b', 'o/c']])
  })
})

describe('the repositories that jobs are of', () => {
  it('are forgotten with their last job', async () => {
    const store = await openStore()
    await insertOld('a', 'completed')
    await insertOld('b', 'completed')
    await store.remove('b')
    expect(await repositories()).toEqual(['o/a'])
    expect(await store.prune(new Date(10))).toBe(1)
    expect(await repositories()).toEqual([])
  })

  it('are kept when the last job that is seen goes while another one comes', async () => {
    const store = await openStore()
    await insertOld('a', 'completed')
    const job = newJob()
    const coming = { ...job, subject: { ...job.subject, url: 'https://h/a', host: 'h', owner: 'o', name: 'a' } }
    let removal: Promise<void> | undefined
    await withTransaction(pool, async (client) => {
      await query.run(client, `INSERT INTO jobs SELECT (jsonb_populate_record(jobs, '{"id": "z", "open_key": "key z"}')).* FROM jobs`)
      removal = store.remove('a')
      const waiting = `SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`
      await expect.poll(async () => (await query.get<{ waiting: number }>(pool, waiting))?.waiting).toBe(1)
    })
    await removal
    expect([await repositories(), await listed(store, 'o/a')]).toEqual([['o/a'], ['z']])
    await store.remove('z')
    expect(await repositories()).toEqual([])
    await store.insert(coming, limits)
    expect(await repositories()).toEqual(['o/a'])
  })
})
