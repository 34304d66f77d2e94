import { tallyBounds, type Tally, type TallyMetric } from '../../jobs/job-tally.js'

interface Description {
  readonly name: string
  readonly help: string
  /** Name of the label; undefined where there is none. */
  readonly label?: string
}

const counters: Partial<Record<TallyMetric, Description>> = {
  outcome: { name: 'codewiki_job_outcomes_total', help: 'Attempts that ended, by what they ended in', label: 'outcome' },
  'lease-lost': { name: 'codewiki_leases_lost_total', help: 'Attempts whose worker went away' },
  cache: { name: 'codewiki_cache_lookups_total', help: 'Completed jobs by whether the cache had their wiki', label: 'result' },
}

const histograms: Partial<Record<TallyMetric, Description>> = {
  wait: { name: 'codewiki_job_wait_seconds', help: 'Time in the queue before the first attempt' },
  run: { name: 'codewiki_job_run_seconds', help: 'Time from the first attempt to completion' },
  stage: { name: 'codewiki_job_stage_seconds', help: 'Time that a completed job spent in a stage', label: 'stage' },
}

/**
 * Counts of the store in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). They are those
 * of all processes, so every server tells the same: add them up over servers and they are wrong, take one.
 */
export function tallyMetrics(tallies: readonly Tally[]): string {
  const lines: string[] = []
  for (const [metric, { name, help, label }] of Object.entries(counters)) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} counter`)
    for (const tally of ofMetric(tallies, metric)) lines.push(`${name}${labels(label, tally.label)} ${tally.count}`)
  }
  for (const [metric, description] of Object.entries(histograms)) {
    lines.push(`# HELP ${description.name} ${description.help}`, `# TYPE ${description.name} histogram`)
    const own = ofMetric(tallies, metric)
    for (const value of [...new Set(own.map((tally) => tally.label))].sort()) {
      lines.push(...histogram(description, value, own.filter((tally) => tally.label === value)))
    }
  }
  return `${lines.join('\n')}\n`
}

const ofMetric = (tallies: readonly Tally[], metric: string): Tally[] =>
  tallies.filter((tally) => tally.metric === metric).sort((a, b) => (a.label < b.label ? -1 : 1))

function histogram({ name, label }: Description, value: string, tallies: readonly Tally[]): string[] {
  const upTo = (bound: number) => tallies.reduce((sum, tally) => (tally.bound <= bound ? sum + tally.count : sum), 0)
  const seconds = tallies.reduce((sum, tally) => sum + tally.sumSeconds, 0)
  const buckets = [...tallyBounds, Infinity].map((bound) => {
    const le = bound === Infinity ? '+Inf' : String(bound)
    return `${name}_bucket${labels(label, value, le)} ${upTo(bound)}`
  })
  return [...buckets, `${name}_sum${labels(label, value)} ${seconds}`, `${name}_count${labels(label, value)} ${upTo(Infinity)}`]
}

function labels(name: string | undefined, value: string, le?: string): string {
  const pairs = [...(name === undefined ? [] : [`${name}="${value}"`]), ...(le === undefined ? [] : [`le="${le}"`])]
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
