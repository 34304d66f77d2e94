import { AppError } from '../app-error.js'
import { transaction, type Database } from './open-database.js'

/** Forward only: the n-th entry takes the schema of its area from version n to n + 1. Never edit one that was released. */
export type Migrations = readonly string[]

/**
 * Brings one area of the database to the newest version, each step in its own transaction. Safe to call twice and from two processes.
 * @throws AppError `platform/newer-schema` when a newer program has written this database.
 */
export function migrate(database: Database, area: string, migrations: Migrations): void {
  database.exec('CREATE TABLE IF NOT EXISTS schema_versions (area TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT')
  for (;;) {
    const done = transaction(database, () => {
      const row = database.prepare('SELECT version FROM schema_versions WHERE area = ?').get(area) as { version: number } | undefined
      const version = row?.version ?? 0
      if (version > migrations.length) throw newerSchema(area, version, migrations.length)
      const step = migrations[version]
      if (step === undefined) return true
      database.exec(step)
      database
        .prepare('INSERT INTO schema_versions (area, version) VALUES (?, ?) ON CONFLICT (area) DO UPDATE SET version = excluded.version')
        .run(area, version + 1)
      return false
    })
    if (done) return
  }
}

function newerSchema(area: string, found: number, known: number): AppError {
  return new AppError('platform/newer-schema', 'conflict', `The data folder was written by a newer CodeWiki (${area} schema ${found}, this one knows ${known}).`, {
    advice: 'Start the newer version, or point CODEWIKI_DATA_DIR at another folder.',
    details: { area, found, known },
  })
}
