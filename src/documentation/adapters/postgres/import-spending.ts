import type { Pool } from 'pg'
import { query } from '../../../platform/postgres/query.js'
import { withTransaction } from '../../../platform/postgres/transaction.js'
import type { CarriedSpending, SpendingExport } from '../../stored-spending.js'

const figures = ['tokens', 'nano_usd', 'calls', 'input_tokens', 'cached_input_tokens', 'output_tokens', 'paid_nano_usd'] as const
const each = (write: (figure: string) => string): string => figures.map(write).join(', ')

/** Rows that came to something else since this book was carried last, and by how much. */
const changes = `
  SELECT given.scope, given.key, ${each((figure) => `given.${figure} - coalesce(carried.${figure}, 0) AS ${figure}`)}, to_timestamp(given.touched_at / 1000.0) AS touched_at
  FROM json_to_recordset($2::json) AS given (scope text, key text, ${each((figure) => `${figure} bigint`)}, touched_at bigint)
  LEFT JOIN spending_carried AS carried ON carried.source = $1 AND carried.scope = given.scope AND carried.key = given.key
  WHERE (${each((figure) => `given.${figure}`)}) IS DISTINCT FROM (${each((figure) => `carried.${figure}`)})`

/**
 * Adds what another book spent to what was spent here. What was carried is written down by source, so that doing it again adds only what
 * came since, and several books can be joined into one. One transaction.
 */
export function importSpending(pool: Pool, { bookId, rows }: SpendingExport): Promise<CarriedSpending> {
  const given = JSON.stringify(
    rows.map((row) => ({
      ...{ scope: row.scope, key: row.key, tokens: row.tokens, nano_usd: row.heldNanoUsd, calls: row.calls, touched_at: row.touchedAt },
      ...{ input_tokens: row.inputTokens, cached_input_tokens: row.cachedInputTokens, output_tokens: row.outputTokens, paid_nano_usd: row.nanoUsd },
    })),
  )
  return withTransaction(pool, async (client) => {
    // Two moves of one book at the same time would each see what the other has not carried yet.
    await query.run(client, 'LOCK TABLE spending_carried IN EXCLUSIVE MODE')
    const carried = await query.get<CarriedSpending>(
      client,
      `SELECT coalesce(sum(tokens), 0)::float8 AS tokens, coalesce(sum(nano_usd), 0)::float8 AS "nanoUsd", count(*)::int AS days FROM (${changes}) AS change WHERE scope = 'day'`,
      bookId,
      given,
    )
    // Days before jobs, as whoever reserves takes them.
    await query.run(
      client,
      `INSERT INTO spending AS s (scope, key, ${figures.join(', ')}, touched_at) ${changes} ORDER BY scope, key
       ON CONFLICT (scope, key) DO UPDATE SET ${each((figure) => `${figure} = s.${figure} + excluded.${figure}`)}, touched_at = greatest(s.touched_at, excluded.touched_at)`,
      bookId,
      given,
    )
    await query.run(
      client,
      `INSERT INTO spending_carried (source, scope, key, ${figures.join(', ')})
       SELECT $1, scope, key, ${figures.join(', ')} FROM json_to_recordset($2::json) AS given (scope text, key text, ${each((figure) => `${figure} bigint`)})
       ON CONFLICT (source, scope, key) DO UPDATE SET ${each((figure) => `${figure} = excluded.${figure}`)}`,
      bookId,
      given,
    )
    return carried ?? { tokens: 0, nanoUsd: 0, days: 0 }
  })
}
