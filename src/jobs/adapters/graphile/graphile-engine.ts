import { Logger as GraphileLogger, runMigrations, type SharedOptions } from 'graphile-worker'
import type { Pool } from 'pg'
import { AppError } from '../../../platform/app-error.js'
import type { Logger } from '../../../platform/logger.js'
import { underMigrationLock } from '../../../platform/postgres/migrate.js'

export interface GraphileEngine {
  readonly pool: Pool
  /** The engine's own schema: another program in the database may use the engine too, in another version. */
  readonly schema: string
  readonly logger: Logger
}

/** The engine's tables beside ours. */
export const engineSchemaOf = (schema: string): string => `${schema}_worker`

export function engineOptions({ pool, schema, logger }: GraphileEngine): SharedOptions {
  return { pgPool: pool, schema, logger: engineLogger(logger) }
}

/**
 * Brings the engine's tables to the version that this program knows; many processes may ask at once.
 * @throws AppError `platform/newer-schema`
 */
export async function migrateEngine(engine: GraphileEngine): Promise<void> {
  const exitCode = process.exitCode
  try {
    await underMigrationLock(engine.pool, () => runMigrations(engineOptions(engine)))
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Database is using Graphile Worker schema revision'))) throw error
    // The engine wants the process to end with a code of its own; how it ends is ours to say.
    process.exitCode = exitCode
    throw new AppError('platform/newer-schema', 'conflict', 'The queue in the database was written by a newer CodeWiki.', {
      advice: 'Start the newer version, or point DATABASE_URL at another database.',
      cause: error,
    })
  }
}

/** What the engine calls an error only costs freshness here; its successes are of no interest. */
function engineLogger(logger: Logger): GraphileLogger {
  const log = logger.child({ part: 'queue engine' })
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn(message)
    else log.trace(message)
  })
}
