import type { Pool, PoolClient } from 'pg'
import { AppError } from '../app-error.js'
import { withTransaction } from './transaction.js'

/** Forward only: the n-th entry takes the schema of its area from version n to n + 1. Never edit one that was released. */
export type Migrations = readonly string[]

/** Another process may be migrating; large tables take their time. */
const patienceMs = 600_000

/**
 * Brings one area to the newest version, creating the pool's schema when it is missing. All steps are one transaction under a lock, so
 * that many starting processes run them once and a process that dies amid them has changed nothing.
 * @throws AppError `platform/newer-schema` when a newer program has written this database.
 */
export async function migrate(pool: Pool, area: string, migrations: Migrations): Promise<void> {
  await underMigrationLock(pool, async (client) => {
    await patiently(client, 'CREATE TABLE IF NOT EXISTS schema_versions (area text PRIMARY KEY, version integer NOT NULL)')
    const found = await client.query<{ version: number }>('SELECT version FROM schema_versions WHERE area = $1', [area])
    const version = found.rows[0]?.version ?? 0
    if (version > migrations.length) throw newerSchema(area, version, migrations.length)
    if (version === migrations.length) return
    for (const step of migrations.slice(version)) await patiently(client, step)
    await client.query(
      'INSERT INTO schema_versions (area, version) VALUES ($1, $2) ON CONFLICT (area) DO UPDATE SET version = excluded.version',
      [area, migrations.length],
    )
  })
}

/** Runs `work` while no other process of ours migrates this schema. */
export async function underMigrationLock<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return withTransaction(pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0')
    await patiently(client, `SELECT pg_advisory_xact_lock(hashtext('codewiki migrations'), hashtext(current_setting('search_path')))`)
    await createSchema(client)
    return work(client)
  })
}

/** The pool's search path is one name, quoted by us. Asks first, for a user may be allowed to use a schema and not to create one. */
async function createSchema(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ name: string; exists: boolean }>(
    `SELECT current_setting('search_path') AS name, to_regnamespace(current_setting('search_path')) IS NOT NULL AS exists`,
  )
  const schema = rows[0]
  if (schema !== undefined && !schema.exists) await client.query(`CREATE SCHEMA ${schema.name}`)
}

function patiently(client: PoolClient, text: string): Promise<unknown> {
  // The driver takes a time-out per query; its types do not know.
  const patient = { text, query_timeout: patienceMs }
  return client.query(patient)
}

function newerSchema(area: string, found: number, known: number): AppError {
  return new AppError(
    'platform/newer-schema',
    'conflict',
    `The database was written by a newer CodeWiki (${area} schema ${found}, this one knows ${known}).`,
    {
      advice: 'Start the newer version, or point DATABASE_URL at another database.',
      details: { area, found, known },
    },
  )
}
