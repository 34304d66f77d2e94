import { uuidv7 } from 'uuidv7'
import { stages, type JobSubject, type Stage } from '../../src/jobs/job-status.js'
import type { Lease, Outcome } from '../../src/jobs/job-store.js'
import type { RunningApp } from './web-app.js'

export const commit = 'c0ffee'.padEnd(40, '0')

const failure = { code: 'repositories/too-large', message: 'The repository is larger than 500 MB.', advice: 'Leave folders out.' }
const gap = { slug: 'core', title: 'Core', code: 'documentation/broken-link', message: 'A link points nowhere.' }
const done = { kind: 'completed', commitId: commit, wikiKey: 'key', fromCache: false, publication: undefined } as const

/** One job in every state that a visitor can meet; ids by state. */
export async function addJobsInEveryState(app: RunningApp) {
  const settled = async (name: string, upTo: Stage, outcome: Outcome) => {
    const id = await add(app, name)
    const { lease } = await app.claim()
    await reportUpTo(app, lease, upTo)
    await app.jobs.settle(lease, outcome)
    return id
  }
  const completed = await settled('completed', 'publishing', { ...done, gaps: [] })
  const gaps = await settled('gaps', 'publishing', { ...done, gaps: [gap] })
  const failed = await settled('failed', 'cloning', { kind: 'failed', failure })
  const cancelled = await settled('cancelled', 'analysing', { kind: 'cancelled' })
  const running = await add(app, 'running', { kind: 'tag', name: 'v1.2.3' })
  await reportUpTo(app, (await app.claim()).lease, 'writing')
  const paused = await add(app, 'paused')
  await app.jobs.setPaused(paused, true)
  const queued = await add(app, 'queued', { kind: 'branch', name: 'release/2.x' })
  return { completed, gaps, failed, cancelled, running, paused, queued }
}

async function add({ jobs }: RunningApp, name: string, revision: JobSubject['revision'] = { kind: 'default' }): Promise<string> {
  const id = uuidv7()
  const subject = { url: `https://github.com/acme/${name}`, host: 'github.com', owner: 'acme', name, revision }
  const options = { include: [], exclude: [], noCache: false }
  await jobs.insert({ id, subject, options, openKey: name, submitter: 'test', priority: 0, mainModel: undefined }, { queueSize: 1_000 })
  return id
}

async function reportUpTo({ jobs }: RunningApp, lease: Lease, last: Stage): Promise<void> {
  const until = stages.indexOf(last)
  for (const [at, stage] of stages.slice(0, until + 1).entries()) {
    const eta = at < 2 ? undefined : { seconds: 42, basis: '2 past runs of this repository' }
    await jobs.report(lease, {
      stage,
      commitId: commit,
      progress: { stage, message: `Working at ${stage}`, percent: at * 14, step: undefined, steps: undefined, eta },
      events: [{ level: stage === 'analysing' ? 'warning' : 'info', stage, message: `Started ${stage}` }],
    })
  }
}
