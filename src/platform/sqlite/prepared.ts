import type { Database } from './open-database.js'
import { syncAgain } from './sync-mode.js'

interface Statement {
  readonly prepared: ReturnType<Database['prepare']>
  readonly onlyReads: boolean
}

export type SqlValue = string | number | null | Uint8Array

const statements = new WeakMap<Database, Map<string, Statement>>()

function statement(database: Database, sql: string): Statement['prepared'] {
  let known = statements.get(database)
  if (known === undefined) statements.set(database, (known = new Map()))
  let found = known.get(sql)
  if (found === undefined) known.set(sql, (found = { prepared: database.prepare(sql), onlyReads: /^\s*SELECT\b/i.test(sql) }))
  if (!found.onlyReads) syncAgain(database)
  return found.prepared
}

/** Runs a statement that is prepared once per database. The row types are the caller's claim about its own schema. */
export const sql = {
  get: <Row>(database: Database, text: string, ...values: SqlValue[]): Row | undefined => statement(database, text).get(...values) as Row | undefined,
  all: <Row>(database: Database, text: string, ...values: SqlValue[]): Row[] => statement(database, text).all(...values) as Row[],
  /** Returns the number of changed rows. */
  run: (database: Database, text: string, ...values: SqlValue[]): number => Number(statement(database, text).run(...values).changes),
}
