import { AppError } from '../app-error.js'

/** SQLSTATEs that mean: this connection or server cannot answer now. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const unavailableStates = new Set([
  '57P01', // admin_shutdown, also pg_terminate_backend
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up
  '57P05', // idle_session_timeout
  '25P03', // idle_in_transaction_session_timeout
  '25006', // read_only_sql_transaction: a standby after a failover
  '53300', // too_many_connections
])

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])

/** What `pg` says in words only. */
const driverMessages =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|timeout expired|Client has encountered a connection error|Client was closed)/

/** After such an error the connection is of no use: nobody knows what the server has done with the statement. */
export function isConnectionFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  if (code !== undefined && (code.startsWith('08') || unavailableStates.has(code) || networkCodes.has(code))) return true
  return driverMessages.test(error.message) || isMissingSocket(error)
}

const isMissingSocket = (error: Error): boolean => codeOf(error) === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'

/** The transaction was undone because of others; the same work may succeed at once. */
export function isWorthRepeating(error: unknown): boolean {
  const code = codeOf(error)
  // A schema change makes a prepared `SELECT` stale; a fresh connection has no prepared statements.
  return code === '40001' || code === '40P01' || isStalePlan(error)
}

export const isStalePlan = (error: unknown): boolean =>
  codeOf(error) === '0A000' && error instanceof Error && /cached plan/.test(error.message)

/** Failures of the database as ours; anything else as it is. */
export function translatePgError(error: unknown): unknown {
  if (error instanceof AppError) return error
  if (isConnectionFailure(error)) return unavailable(error)
  const code = codeOf(error) ?? ''
  if (code === '53100') return databaseFull(error)
  if (code.startsWith('28') || code === '3D000' || code === '42501') return refused(error)
  if (code === '57014' || code === '55P03') return unavailable(error)
  return error
}

function unavailable(cause: unknown): AppError {
  return new AppError('platform/database-unavailable', 'transient', 'The PostgreSQL database does not answer.', {
    advice: 'See that the server of DATABASE_URL is up and can be reached from here; work goes on by itself when it answers again.',
    retryAfterSeconds: 5,
    isOutage: true,
    cause,
  })
}

function databaseFull(cause: unknown): AppError {
  return new AppError('platform/database-full', 'transient', 'The PostgreSQL server has no disk space left.', {
    advice: 'Free space on the database server; work goes on by itself.',
    retryAfterSeconds: 60,
    isOutage: true,
    cause,
  })
}

function refused(cause: unknown): AppError {
  return new AppError('platform/database-refused', 'unauthorised', 'The PostgreSQL server refused us.', {
    advice: 'See that DATABASE_URL names an existing database, and a user with its password who may create tables there.',
    cause,
  })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
