import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelCall } from '../support/scripted-model.js'
import { processesNaming } from '../support/processes.js'
import type { Fleet } from './fleet.js'
import { distinctPrompts, inFlightAt, type Struck } from './paid-calls.js'
import type { ChaosStore } from './store.js'
import type { Submitter } from './submitter.js'
import { differences, wikiImages, type WikiImage } from './wiki-images.js'

/** What an undisturbed run of the same work gave. */
export interface Undisturbed {
  readonly wikis: ReadonlyMap<string, WikiImage>
  readonly calls: number
}

export interface ChaosRun {
  readonly fleet: Fleet
  readonly store: ChaosStore
  readonly submitter: Submitter
  readonly struck: readonly Struck[]
  readonly asked: readonly ModelCall[]
  readonly undisturbed: Undisturbed
}

export interface Figures {
  readonly submitted: number
  readonly unanswered: number
  readonly completed: number
  readonly lost: number
  readonly completedTwice: number
  readonly wikis: number
  readonly differences: number
  readonly callsUndisturbed: number
  readonly callsDisturbed: number
  readonly callsAllowed: number
}

export interface Verdict {
  readonly figures: Figures
  /** Empty: every promise was kept. */
  readonly problems: readonly string[]
}

/** Looks at a fleet at rest, then stops it and looks at what is left. */
export async function judge(run: ChaosRun): Promise<Verdict> {
  const jobs = await run.store.jobs()
  const lost = [...run.submitter.acknowledged.keys()].filter((id) => jobs.find((job) => job.id === id)?.status !== 'completed')
  const logs = await Promise.all(jobs.map(async ({ id }) => ({ id, events: await eventsOf(run.fleet.server.url, id) })))
  const twice = logs.filter(({ events }) => events.filter(({ status }) => status === 'completed').length > 1)
  const different = differences(await wikiImages(run.store), run.undisturbed.wikis)
  const paidAt = await run.store.paidAt()
  const allowed = run.undisturbed.calls + inFlightAt(run.struck, run.asked, paidAt)
  const figures: Figures = {
    submitted: run.submitter.acknowledged.size,
    unanswered: run.submitter.unanswered,
    completed: jobs.filter(({ status }) => status === 'completed').length,
    lost: lost.length,
    completedTwice: twice.length,
    wikis: (await run.store.wikis()).length,
    differences: different.length,
    callsUndisturbed: run.undisturbed.calls,
    callsDisturbed: run.asked.length,
    callsAllowed: allowed,
  }
  const problems = [
    ...lost.map((id) => `job ${id} was acknowledged and is ${jobs.find((job) => job.id === id)?.status ?? 'not there'}`),
    ...jobs.filter(({ status }) => status !== 'completed').map(({ id, status }) => `job ${id} is ${status}: ${told(logs.find((log) => log.id === id)?.events ?? [])}`),
    ...twice.map(({ id }) => `job ${id} was completed more than once`),
    ...logs.filter(({ events }) => events.some(({ sequence }, at) => sequence !== at + 1)).map(({ id }) => `the log of job ${id} has gaps`),
    ...run.submitter.split.map((ids) => `equal requests became two jobs: ${ids}`),
    ...different,
    ...(run.asked.length > allowed ? [`${run.asked.length} calls were made; ${allowed} can be explained`] : []),
    ...(distinctPrompts(run.asked) === run.undisturbed.calls ? [] : [`${distinctPrompts(run.asked)} different calls were made`]),
    ...(paidAt.length === run.undisturbed.calls ? [] : [`${paidAt.length} calls are recorded as paid`]),
    ...(await unreadable(run)),
    ...(await leftovers(run)),
  ]
  return { figures, problems }
}

interface LoggedEvent {
  readonly sequence: number
  readonly status: string
  readonly at: string
  readonly level: string
  readonly message: string
}

/** What went wrong with it, and when. */
const told = (events: readonly LoggedEvent[]): string =>
  events.flatMap(({ at, level, message }) => (level === 'info' ? [] : [`${at.slice(11, 19)} ${message}`])).join(' | ')

async function eventsOf(url: string, id: string): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = []
  for (;;) {
    const after = events.at(-1)?.sequence ?? 0
    const answer = await fetch(`${url}/api/jobs/${id}/events?after=${after}&limit=1000`, { headers: { accept: 'application/json' } })
    const page = (await answer.json()) as { readonly events: readonly LoggedEvent[] }
    if (page.events.length === 0) return events
    events.push(...page.events)
  }
}

/** Every wiki that the list names opens. */
async function unreadable({ fleet: { server } }: ChaosRun): Promise<string[]> {
  const { wikis } = (await (await fetch(`${server.url}/api/wikis?limit=500`)).json()) as { wikis: { links: { html: string } }[] }
  const problems = await Promise.all(
    wikis.map(async ({ links: { html } }) => {
      const { status } = await fetch(`${server.url}${html}`)
      return status === 200 ? [] : [`${html} answers ${status}`]
    }),
  )
  return problems.flat()
}

const sweepMs = 20_000

/** No folder of an attempt once the sweeper had its turn; then, with everything stopped, no process and no damage. */
async function leftovers({ fleet, store }: ChaosRun): Promise<string[]> {
  const working = fleet.dataDirs.flatMap((dataDir) => [join(dataDir, 'tmp'), join(dataDir, 'git-home/running')])
  const left = () => working.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
  const deadline = Date.now() + sweepMs
  while (left().length > 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100))
  const folders = left().map((name) => `${name} was left behind`)
  await fleet.stop()
  const processes = [...fleet.survivors(), ...fleet.dataDirs.flatMap(processesNaming)].map(({ pid, line }) => `process ${pid} is left: ${line}`)
  return [...folders, ...processes, ...(await store.damage())]
}
