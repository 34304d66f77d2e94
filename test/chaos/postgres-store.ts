import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { PostgresWikiArchive } from '../../src/cache/adapters/postgres/postgres-wiki-archive.js'
import { silentLogger } from '../../src/platform/logger.js'
import { openPool } from '../../src/platform/postgres/open-pool.js'
import { startPostgres, type PostgresServer } from '../support/postgres-server.js'
import type { ChaosStore, StoredJob, StoreFault } from './store.js'

const schema = 'codewiki'
const attempts = 100
const pauseMs = 100

/** A PostgreSQL of its own that keeps its word about the disk, restarted and cut off at will. */
export async function postgresChaosStore(): Promise<ChaosStore> {
  const postgres = await startPostgres({ durable: true })
  const pool = openPool({ url: postgres.url, applicationName: 'chaos', schema, maxConnections: 3 }, silentLogger)
  const copies = await mkdtemp(join(tmpdir(), 'codewiki-chaos-wikis-'))
  const rows = <Row>(text: string) => patiently(async () => (await pool.query(text)).rows as Row[])
  return {
    environment: { DATABASE_URL: postgres.url, CODEWIKI_DATABASE_SCHEMA: schema },
    jobs: async () => ((await isMigrated(rows)) ? rows<StoredJob>('SELECT id, status, crashes FROM jobs ORDER BY id') : []),
    paidAt: async () => (await rows<{ at: Date }>('SELECT finished_at AS at FROM model_calls')).map(({ at }) => at.getTime()),
    wikis: () => rows('SELECT key, location FROM wikis ORDER BY key'),
    wikiFolder: (location) => patiently(() => broughtFrom(pool, location, copies)),
    damage: async () => (await Promise.all(checks.map(({ name, text }) => found(name, rows(text))))).flat(),
    faults: faultsOf(postgres),
    close: async () => {
      await pool.end()
      await postgres.close()
      await rm(copies, { recursive: true, force: true })
    },
  }
}

type Rows = <Row>(text: string) => Promise<Row[]>

const isMigrated = async (rows: Rows): Promise<boolean> => {
  const [row] = await rows<{ found: boolean }>(`SELECT to_regclass('model_calls') IS NOT NULL AND to_regclass('jobs') IS NOT NULL AS found`)
  return row?.found === true
}

/** The server may be away at any time. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts) throw error
      await sleep(pauseMs)
    }
  }
}

async function broughtFrom(pool: Pool, location: string, copies: string): Promise<string> {
  const folder = await mkdtemp(join(copies, 'wiki-'))
  if (!(await new PostgresWikiArchive(pool).fetch(location, folder))) throw new Error(`the wiki ${location} is not in the database`)
  return folder
}

const longestOutageMs = 4_000

function faultsOf(postgres: PostgresServer): readonly StoreFault[] {
  return [
    {
      kind: 'crash PostgreSQL',
      strike: async () => {
        await postgres.stop('immediate')
        await postgres.start()
      },
    },
    {
      kind: 'cut all connections',
      strike: async ({ chance }) => {
        const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'codewiki %'`
        const times = chance.between(1, 5)
        for (let time = 0; time < times; time += 1) {
          await postgres.admin(cut)
          await sleep(chance.between(0, 200))
        }
      },
    },
    {
      kind: 'have PostgreSQL refuse connections',
      strike: async ({ chance }) => {
        await postgres.stop('fast')
        await sleep(chance.between(500, longestOutageMs))
        await postgres.start()
      },
    },
  ]
}

interface Check {
  readonly name: string
  /** Finds what should not be there. */
  readonly text: string
}

/** What triggers, foreign keys and transactions promise, counted; each of it once everything has stopped. */
const checks: readonly Check[] = [
  {
    name: 'job_counts',
    text: `SELECT * FROM (SELECT status, sum(jobs)::int AS kept FROM job_counts GROUP BY status) k
           FULL JOIN (SELECT status, count(*)::int AS counted FROM jobs GROUP BY status) c USING (status)
           WHERE coalesce(kept, 0) <> coalesce(counted, 0)`,
  },
  { name: 'events without a job', text: 'SELECT job_id, sequence FROM job_events e WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.id = e.job_id)' },
  { name: 'checkpoints without a job', text: 'SELECT job_id, step FROM job_checkpoints c WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.id = c.job_id)' },
  { name: 'checkpoints of a job that is done', text: `SELECT job_id, step FROM job_checkpoints c JOIN jobs j ON j.id = c.job_id WHERE status = 'completed' AND gaps = '[]'` },
  { name: 'chunks without a folder', text: 'SELECT location, file FROM wiki_chunks c WHERE NOT EXISTS (SELECT FROM wiki_folders f WHERE f.location = c.location)' },
  { name: 'wikis without files', text: 'SELECT key, location FROM wikis w WHERE NOT EXISTS (SELECT FROM wiki_chunks c WHERE c.location = w.location)' },
  { name: 'leases at rest', text: 'SELECT id, worker_id FROM jobs WHERE lease_until IS NOT NULL OR worker_id IS NOT NULL' },
  { name: 'lanes at rest', text: `SELECT DISTINCT priority, submitter, host FROM jobs WHERE status IN ('queued', 'processing')` },
  // A hint that its taker took into death stays locked for hours, as the engine's rules are; nobody waits for it.
  { name: 'hints of ended jobs', text: `SELECT key FROM ${schema}_worker.jobs WHERE locked_at IS NULL` },
  { name: 'indexes that miss a row', text: `SELECT 'jobs' AS name WHERE (SELECT count(*) FROM jobs) <> (SELECT sum(jobs) FROM job_counts)` },
]

async function found(name: string, rows: Promise<readonly unknown[]>): Promise<string[]> {
  return (await rows).map((row) => `${name}: ${JSON.stringify(row)}`)
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
