import { expect } from 'vitest'
import type { Stage } from '../../src/jobs/job-status.js'
import { projectFiles } from '../chaos/workload.js'
import { CodewikiServer, type ServerPlace } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { ScriptedModel } from '../support/scripted-model.js'

export const patienceMs = 90_000

/** A git host, a model and servers of ours, all real processes; closed as a whole. */
export class FaultLab {
  readonly #servers: CodewikiServer[] = []
  #made = 0

  private constructor(
    readonly git: GitServer,
    readonly model: ScriptedModel,
  ) {}

  static async open(): Promise<FaultLab> {
    const [git, model] = await Promise.all([GitServer.start(), ScriptedModel.start()])
    return new FaultLab(git, model)
  }

  /** Started, with one parser and one render process, and without limits on a client that means well. */
  async server(environment: Readonly<Record<string, string>> = {}, place: ServerPlace = {}): Promise<CodewikiServer> {
    const server = new CodewikiServer({ ...generous, ...environment }, place)
    this.#servers.push(server)
    await server.start()
    return server
  }

  get withModel(): Record<string, string> {
    return { MAIN_MODEL: 'scripted/large', LLM_BASE_URL: this.model.url, LLM_CONCURRENCY: '2' }
  }

  /** A new repository of nine pages, unlike any other. */
  project(): string {
    this.#made += 1
    const path = `faults/project-${this.#made}`
    this.git.create(path, projectFiles(path))
    return this.git.url(path)
  }

  async close(): Promise<void> {
    for (const server of this.#servers) await server.stop()
    await Promise.all([this.git.stop(), this.model.stop()])
  }
}

const generous = { CODEWIKI_ANALYSIS_PROCESSES: '1', CODEWIKI_SUBMITS_PER_MINUTE: '1000000', CODEWIKI_QUEUE_SIZE: '2000' }

export async function submitted(server: CodewikiServer, url: string, more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { status, body } = await server.submit({ repo_url: url, ...more })
  expect([200, 202]).toContain(status)
  return String(body['job_id'])
}

interface StageList {
  readonly stages: readonly { readonly stage: string }[]
  readonly status: string
}

/** Waits until the job has begun the stage; a fast one may be over already. */
export async function reached(server: CodewikiServer, id: string, stage: Stage): Promise<void> {
  const hasReached = async () => {
    const job = (await server.job(id)) as unknown as StageList
    return job.status === 'completed' || job.stages.some((record) => record.stage === stage)
  }
  expect(await waitFor(hasReached, { timeoutMs: patienceMs, everyMs: 4 }), `the job is ${stage}`).toBe(true)
}

/** Every line that says so; a job that is done has one. */
export const completions = async (server: CodewikiServer, id: string): Promise<number> =>
  (await server.events(id)).filter(({ status }) => status === 'completed').length

export async function completedOnce(server: CodewikiServer, id: string): Promise<Record<string, unknown>> {
  const job = await server.ended(id, patienceMs)
  expect(job).toMatchObject({ status: 'completed', gaps: [] })
  const events = await server.events(id)
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1))
  expect(events.filter(({ status }) => status === 'completed')).toHaveLength(1)
  return job
}

/** Nothing of an attempt is left once the sweeper had its turn. */
export async function noLeftovers(server: CodewikiServer): Promise<void> {
  const isClean = async () => {
    const { open, folders } = await server.leftovers()
    return open === 0 && folders.length === 0
  }
  await waitFor(isClean, { timeoutMs: 20_000, everyMs: 50 })
  expect(await server.leftovers()).toEqual({ open: 0, folders: [] })
}

/** Until it holds; false when the time is up. Not `expect.poll`, which cannot be used by tests that run at the same time. */
async function waitFor(holds: () => Promise<boolean>, { timeoutMs, everyMs }: { readonly timeoutMs: number; readonly everyMs: number }): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    if (await holds()) return true
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
  return false
}

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** How long it takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
