import { join } from 'node:path'
import { openDatabase, type Database } from '../../src/platform/sqlite/open-database.js'
import { sql } from '../../src/platform/sqlite/prepared.js'
import type { ChaosStore, StoredJob } from './store.js'

const attempts = 50
const pauseMs = 100

/** The one file in the data folder. Opened anew for every look, for its owner may be killed at any time. */
export function sqliteChaosStore(dataDir: string): ChaosStore {
  const file = (name: string) => join(dataDir, name)
  const rows = <Row>(text: string) => look(file('codewiki.db'), (database) => sql.all<Row>(database, text))
  return {
    environment: {},
    jobs: () => rows<StoredJob>('SELECT id, status, crashes FROM jobs'),
    paidAt: async () => (await rows<{ at: number }>('SELECT finished_at AS at FROM model_calls')).map(({ at }) => at),
    wikis: () => rows('SELECT key, location FROM wikis'),
    wikiFolder: async (location) => file(join('wikis', location)),
    damage: async () => [
      ...(await look(file('codewiki.db'), (database) => [...integrity(database), ...miscounted(database)])),
      ...(await look(file('facts.db'), integrity)),
    ],
    faults: [],
    close: async () => undefined,
  }
}

async function look<T>(path: string, work: (database: Database) => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const database = openDatabase(path, { durability: 'normal', readOnly: true })
      try {
        return work(database)
      } finally {
        database.close()
      }
    } catch (error) {
      if (attempt === attempts) throw error
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

function integrity(database: Database): string[] {
  const found = sql.all<{ integrity_check: string }>(database, 'PRAGMA integrity_check').map((row) => row.integrity_check)
  const foreign = sql.all(database, 'PRAGMA foreign_key_check').map((row) => `foreign key: ${JSON.stringify(row)}`)
  return [...found.filter((line) => line !== 'ok'), ...foreign]
}

/** What triggers keep must be what counting finds. */
function miscounted(database: Database): string[] {
  const counts = sql.all<{ status: string; kept: number; counted: number }>(
    database,
    'SELECT status, jobs AS kept, (SELECT count(*) FROM jobs WHERE jobs.status = job_counts.status) AS counted FROM job_counts',
  )
  const wrong = counts.filter(({ kept, counted }) => kept !== counted).map((count) => `job_counts: ${JSON.stringify(count)}`)
  return [...wrong, ...sql.all(database, 'SELECT * FROM job_lanes').map((lane) => `job_lanes at rest: ${JSON.stringify(lane)}`)]
}
