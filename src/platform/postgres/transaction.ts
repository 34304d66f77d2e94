import { setTimeout as delay } from 'node:timers/promises'
import type { Pool, PoolClient } from 'pg'
import { AppError } from '../app-error.js'
import { isConnectionFailure, isStalePlan, isWorthRepeating, translatePgError } from './pg-errors.js'

const mostTries = 10

/** Has a statement go out together with COMMIT, for work that does not need its answer. When it fails, nothing of the transaction took place. */
export type AtLast = (statement: Promise<unknown>) => void

/**
 * Runs `work` in a transaction: all of it or nothing. Repeats it, from the start, only when the server undid it in favour of others
 * (serialization failure, deadlock); so `work` may change nothing but the database. When the connection breaks during COMMIT nobody
 * knows whether it took place: the caller's work must bear being repeated.
 * @throws AppError `platform/database-unavailable`
 */
export async function withTransaction<T>(pool: Pool, work: (client: PoolClient, atLast: AtLast) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(pool, work)
    } catch (error) {
      if (tries === mostTries || !isWorthRepeating(causeOf(error))) throw translatePgError(error)
      await delay(Math.random() * 2 ** tries)
    }
  }
}

async function once<T>(pool: Pool, work: (client: PoolClient, atLast: AtLast) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    // Not waited for: the connection carries it together with what `work` asks first. Heard after `work` has ended, which else would
    // go on with a client that others have.
    const begun = client.query('BEGIN')
    begun.catch(() => undefined)
    const last: Promise<unknown>[] = []
    const result = await work(client, (statement) => {
      statement.catch(() => undefined)
      last.push(statement)
    })
    await begun
    const committed = client.query('COMMIT')
    committed.catch(() => undefined)
    await Promise.all([...last, committed])
    return result
  } catch (error) {
    const cause = causeOf(error)
    if (isConnectionFailure(cause) || isStalePlan(cause)) broken = cause as Error
    else
      broken = await client.query('ROLLBACK').then(
        () => undefined,
        (failure: Error) => failure,
      )
    throw error
  } finally {
    // With an error the connection is closed, not kept.
    client.release(broken)
  }
}

/** Work may have translated the driver's error already. */
function causeOf(error: unknown): unknown {
  return error instanceof AppError && error.cause !== undefined ? error.cause : error
}
