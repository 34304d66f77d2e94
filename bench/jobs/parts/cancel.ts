import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { stages, type Stage } from '../../../src/jobs/job-status.js'
import { CodewikiServer } from '../../../test/support/codewiki-server.js'
import { GitServer } from '../../../test/support/git-server.js'
import { hang, toGit } from '../../../test/support/lab-answers.js'
import { largeProjectFiles } from '../../../test/support/large-project.js'
import { processesNaming } from '../../../test/support/processes.js'
import { ScriptedModel } from '../../../test/support/scripted-model.js'
import { digits, progress, quantile, table, title, type Finding } from '../../report.js'

const promisedMs = 2_000
/** A job that does not get to where it shall be cancelled, or does not end. */
const patienceMs = 120_000
/** A cancel comes at a random moment of this after the stage has begun. */
const withinMs = 40
/** So long does the model think. */
const modelMs = 40

interface World {
  readonly git: GitServer
  readonly model: ScriptedModel
  readonly server: CodewikiServer
  made: number
}

interface Brought {
  readonly id: string
  /** Named by every git of it. */
  readonly url: string
}

/** Submits a job and waits until it is where it shall be cancelled. */
type Bring = (world: World) => Promise<Brought>

const moments: Readonly<Record<string, Bring>> = {
  ...Object.fromEntries(stages.map((stage): [string, Bring] => [stage, (world) => bringTo(stage, world)])),
  'a clone that hangs': bringToHangingClone,
  'a model that never answers': bringToSilentModel,
}

/** From the request to the job being cancelled, with no process and no folder of it left; at every stage, over HTTP, against the real server. */
export async function cancelPart(rounds: number): Promise<Finding[]> {
  const [git, model] = await Promise.all([GitServer.start(), ScriptedModel.start()])
  const server = new CodewikiServer({ MAIN_MODEL: 'scripted/large', LLM_BASE_URL: model.url, CODEWIKI_SUBMITS_PER_MINUTE: '1000000' })
  await server.start()
  const world = { git, model, server, made: 0 }
  const waits = new Map<string, number[]>(Object.keys(moments).map((name) => [name, []]))
  let late = 0
  for (let round = 0; round < rounds; round += 1) {
    progress(`cancel: round ${round + 1} of ${rounds}`)
    for (const [name, bring] of Object.entries(moments)) {
      await model.behave({ delayMs: modelMs })
      const ms = await cancelled(server, await bring(world))
      if (ms === undefined) late += 1
      else waits.get(name)?.push(ms)
    }
  }
  await server.stop()
  await Promise.all([git.stop(), model.stop()])
  return report(waits, late)
}

function report(waits: ReadonlyMap<string, readonly number[]>, late: number): Finding[] {
  const all = [...waits.values()].flat()
  const row = (name: string, values: readonly number[]) => [name, String(values.length), ...[0.5, 0.99, 1].map((share) => digits(quantile(values, share)))]
  title(`Cancel: ${all.length} jobs (${late} were done before the request came)`)
  table(['while', 'jobs', 'p50 ms', 'p99 ms', 'max ms'], [...[...waits].map(([name, values]) => row(name, values)), row('all', all)])
  const p99s = [...waits].map(([name, values]) => ({ name, p99: quantile(values, 0.99) })).toSorted((a, b) => b.p99 - a.p99)
  const worst = p99s[0] ?? { name: 'nothing', p99: Number.NaN }
  return [{ goal: 'cancel p99 < 2 s at every stage', figure: `at most ${digits(worst.p99)} ms (${worst.name}); slowest of all ${digits(quantile(all, 1))} ms`, isMet: worst.p99 < promisedMs }]
}

/** Undefined: the job was done already. */
async function cancelled(server: CodewikiServer, { id, url }: Brought): Promise<number | undefined> {
  const start = performance.now()
  await server.act(id, 'cancel')
  const { status } = await until(async () => {
    const job = await server.job(id)
    return job['completed_at'] === null ? undefined : job
  })
  if (status !== 'cancelled') return undefined
  const temporary = join(server.dataDir, 'tmp')
  await until(async () => {
    const folders = readdirSync(temporary).filter((name) => name.startsWith(id))
    const processes = [join(temporary, id), url].flatMap(processesNaming)
    return folders.length + processes.length > 0 ? undefined : true
  })
  return performance.now() - start
}

async function bringTo(stage: Stage, world: World): Promise<Brought> {
  world.made += 1
  const mark = `cancel/project-${world.made}`
  world.git.create(mark, largeProjectFiles(mark))
  const url = world.git.url(mark)
  const id = await submit(world, { repo_url: url })
  await until(async () => {
    const job = (await world.server.job(id)) as { stages: { stage: string }[]; completed_at: unknown }
    return job.completed_at !== null || job.stages.some((one) => one.stage === stage) ? true : undefined
  })
  await delay(Math.random() * withinMs)
  return { id, url }
}

async function bringToHangingClone(world: World): Promise<Brought> {
  world.made += 1
  const path = `cancel/hangs-${world.made}`
  world.git.lab(path, toGit(hang))
  const url = world.git.url(path)
  const id = await submit(world, { repo_url: url, commit_id: 'd'.repeat(40) })
  await until(async () => (processesNaming(url).some(({ line }) => line.includes('git-remote-http')) ? true : undefined))
  return { id, url }
}

async function bringToSilentModel(world: World): Promise<Brought> {
  world.made += 1
  const mark = `cancel/silent-${world.made}`
  world.git.create(mark, largeProjectFiles(mark))
  await world.model.behave({ hang: true })
  const before = (await world.model.calls()).length
  const url = world.git.url(mark)
  const id = await submit(world, { repo_url: url })
  await until(async () => ((await world.model.calls()).length > before ? true : undefined))
  return { id, url }
}

async function submit({ server }: World, body: Readonly<Record<string, unknown>>): Promise<string> {
  const { status, body: answer } = await server.submit(body)
  if (status !== 202) throw new Error(`a submission was refused: ${JSON.stringify(answer)}`)
  return String(answer['job_id'])
}

/** Looks again and again until there is something. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new Error('a job did not get to where it shall be cancelled, or did not end')
    await delay(4)
  }
}
