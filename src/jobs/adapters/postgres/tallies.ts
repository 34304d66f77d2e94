import type { PoolClient } from 'pg'
import { query, type PgValue, type Queryable } from '../../../platform/postgres/query.js'
import { tallyOf, type Observation, type Tally } from '../../job-tally.js'

/** Appended, never updated: nobody waits. With values in the places from `first` on. */
export function insertTallies(first: number): string {
  const [metrics, labels, bounds, sums] = Array.from({ length: 4 }, (_, offset) => `$${first + offset}`)
  return `INSERT INTO job_tallies (metric, label, bound, count, sum_seconds)
    SELECT metric, label, bound, 1, sum_seconds
    FROM unnest(${metrics}::text[], ${labels}::text[], ${bounds}::float8[], ${sums}::float8[]) AS seen (metric, label, bound, sum_seconds)`
}

export function tallyValues(observed: readonly Observation[]): PgValue[] {
  const tallies = observed.map(tallyOf)
  return [tallies.map(({ metric }) => metric), tallies.map(({ label }) => label), tallies.map(({ bound }) => bound), tallies.map(({ sumSeconds }) => sumSeconds)]
}

export const readTallies = (on: Queryable): Promise<Tally[]> =>
  query.all<Tally>(
    on,
    `SELECT metric, label, bound, sum(count)::float8 AS count, sum(sum_seconds) AS "sumSeconds" FROM job_tallies GROUP BY metric, label, bound`,
  )

/** Adds up what was appended, so that reading stays cheap. */
export async function compactTallies(client: PoolClient): Promise<void> {
  await query.run(
    client,
    `WITH gone AS (DELETE FROM job_tallies RETURNING *)
     INSERT INTO job_tallies SELECT metric, label, bound, sum(count), sum(sum_seconds) FROM gone GROUP BY metric, label, bound`,
  )
  await query.run(
    client,
    'WITH gone AS (DELETE FROM job_counts RETURNING *) INSERT INTO job_counts SELECT status, sum(jobs) FROM gone GROUP BY status',
  )
}
