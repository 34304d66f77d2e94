import pg, { type ClientConfig, type Pool } from 'pg'
import type { Logger } from '../logger.js'

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database`. Never logged. */
  readonly url: string
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string
  /** All our tables are in it; several CodeWikis, or tests, share a database by different schemas. */
  readonly schema: string
  /** Default 15 s: no statement of ours needs longer; a server that was cut off is noticed after it. */
  readonly statementTimeoutMs?: number
  /** Commits wait for the disk, so a crash of the server undoes none. Default true. */
  readonly isDurable?: boolean
}

export interface PoolSettings extends PostgresSettings {
  readonly maxConnections: number
}

const connectTimeoutMs = 5_000
/** A process that was stopped or cut off amid a transaction holds its locks for at most this: less than the usual lease, so that its jobs are handed on in time. */
const idleInTransactionMs = 10_000
/** Restarted or moved servers get a new set of connections within this. */
const maxLifetimeSeconds = 1_800

/** Connections of this process. Survives restarts of the server: broken connections are logged, dropped and replaced. */
export function openPool(settings: PoolSettings, logger: Logger): Pool {
  const pool = new pg.Pool({ ...clientConfig(settings), max: settings.maxConnections, maxLifetimeSeconds })
  // An `error` event without a listener ends the process: once for idle connections, once for those in use.
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'an idle database connection broke'))
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.debug({ reason: error.message }, 'a database connection broke'))
  })
  return pool
}

/**
 * How every connection of ours is made. `query_timeout` counts here, in this process: without it a client whose server was cut off
 * waits for ever. The driver reads 0 as "none".
 */
export function clientConfig({ url, applicationName, schema, statementTimeoutMs = 15_000, isDurable = true }: PostgresSettings): ClientConfig {
  return {
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: statementTimeoutMs + 1_000,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: `-c search_path=${pg.escapeIdentifier(schema)}${isDurable ? '' : ' -c synchronous_commit=off'}`,
    // What is asked for without waiting in between goes out at once, and is answered in its order.
    pipeline: true,
  }
}
