import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import { tallyOf, type Observation, type Tally, type TallyMetric } from '../../job-tally.js'

/** Inside the transaction of the move that is counted. */
export function addTallies(database: Database, observed: readonly Observation[]): void {
  if (observed.length === 0) return
  const values = observed.map(tallyOf).flatMap(({ metric, label, bound, count, sumSeconds }) => [metric, label, bound, count, sumSeconds])
  sql.run(
    database,
    `INSERT INTO job_tallies VALUES ${observed.map(() => '(?, ?, ?, ?, ?)').join(', ')}
     ON CONFLICT DO UPDATE SET count = count + excluded.count, sum_seconds = sum_seconds + excluded.sum_seconds`,
    ...values,
  )
}

interface TallyRow {
  readonly metric: TallyMetric
  readonly label: string
  readonly bound: number
  readonly count: number
  readonly sum_seconds: number
}

export function readTallies(database: Database): Tally[] {
  const rows = sql.all<TallyRow>(database, 'SELECT metric, label, bound, count, sum_seconds FROM job_tallies')
  return rows.map(({ sum_seconds, ...tally }) => ({ ...tally, sumSeconds: sum_seconds }))
}
