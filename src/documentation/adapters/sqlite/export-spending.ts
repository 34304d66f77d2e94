import { migrate } from '../../../platform/sqlite/migrate.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { SpendingExport, StoredSpending } from '../../stored-spending.js'
import { spendingMigrations } from './sqlite-spending-book.js'

/**
 * All that was ever spent or held. The single holds stay behind: no process that could settle one of them goes on elsewhere, so what they
 * hold is spent for good, as it is here.
 */
export function exportSpending(database: Database): SpendingExport {
  migrate(database, 'spending-book', spendingMigrations)
  const bookId = sql.get<{ id: string }>(database, 'SELECT id FROM spending_book')?.id ?? ''
  const columns = 'tokens, nano_usd AS heldNanoUsd, calls, input_tokens AS inputTokens, cached_input_tokens AS cachedInputTokens, output_tokens AS outputTokens, paid_nano_usd AS nanoUsd'
  return { bookId, rows: sql.all<StoredSpending>(database, `SELECT scope, key, ${columns}, touched_at AS touchedAt FROM spending ORDER BY scope, key`) }
}
