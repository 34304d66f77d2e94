import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { translatePgError } from './pg-errors.js'

/** A pool for one statement by itself, a client inside a transaction. */
export type Queryable = Pool | PoolClient

export type PgValue = string | number | boolean | null | Date | Buffer | readonly string[] | readonly number[]

const names = new Map<string, string>()

/**
 * Statements that are planned once per connection. Name the columns instead of `*`, or a migration makes the plan stale. The row types
 * are the caller's claim about its own schema; `bigint` comes as text, `timestamptz` as Date, `jsonb` parsed.
 * @throws AppError `platform/database-unavailable` and others of `translatePgError`
 */
export const query = {
  async get<Row>(on: Queryable, text: string, ...values: PgValue[]): Promise<Row | undefined> {
    return (await run<Row>(on, text, values)).rows[0]
  },
  async all<Row>(on: Queryable, text: string, ...values: PgValue[]): Promise<Row[]> {
    return (await run<Row>(on, text, values)).rows
  },
  /** Returns the number of changed rows. */
  async run(on: Queryable, text: string, ...values: PgValue[]): Promise<number> {
    return (await run(on, text, values)).changed
  },
}

async function run<Row>(on: Queryable, text: string, values: PgValue[]): Promise<{ rows: Row[]; changed: number }> {
  try {
    const result = await on.query({ name: nameOf(text), text, values })
    return { rows: result.rows as Row[], changed: result.rowCount ?? 0 }
  } catch (error) {
    throw translatePgError(error)
  }
}

function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) names.set(text, (name = createHash('sha1').update(text).digest('base64url')))
  return name
}
