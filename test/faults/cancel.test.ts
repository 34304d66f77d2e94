import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stages, type Stage } from '../../src/jobs/job-status.js'
import type { CodewikiServer } from '../support/codewiki-server.js'
import { hang, toGit } from '../support/lab-answers.js'
import { largeProjectFiles } from '../support/large-project.js'
import { processesNaming } from '../support/processes.js'
import { completions, FaultLab, noLeftovers, patienceMs, reached, submitted, timed } from './fault-lab.js'

let lab: FaultLab
let server: CodewikiServer
beforeAll(async () => {
  lab = await FaultLab.open()
  server = await lab.server(lab.withModel)
})
afterAll(() => lab.close())

const promisedMs = 2_000

/** A worker looks for a cancel twice a second: the last stages must take longer than that. */
const filesFor = (stage: Stage) => (stage === 'verifying' || stage === 'publishing' ? 1_920 : 240)

function largeProject(name: string, files: number): string {
  lab.git.create(name, largeProjectFiles(name, files))
  return lab.git.url(name)
}

/** What readers find: before a model has explained it, a wiki is published as the code alone gives it. */
async function readable(name: string): Promise<'nothing' | 'the code alone' | 'explained'> {
  const answer = await fetch(`${server.url}/api/wikis/127.0.0.1:${lab.git.port}/${name}`)
  if (answer.status === 404) return 'nothing'
  return ((await answer.json()) as { main_model: string | null }).main_model === null ? 'the code alone' : 'explained'
}

/** Cancels, and returns how long it took until the job had ended and nothing of it ran or lay about. */
async function cancelled(id: string): Promise<number> {
  const ms = await timed(async () => {
    expect(await server.act(id, 'cancel')).toBe(202)
    await server.ended(id)
  })
  expect(await server.job(id)).toMatchObject({ status: 'cancelled' })
  await expect.poll(() => readdirSync(join(server.dataDir, 'tmp')).filter((name) => name.startsWith(id)), { timeout: 20_000 }).toEqual([])
  expect(processesNaming(join(server.dataDir, 'tmp', id))).toEqual([])
  return ms
}

describe('J16: a cancel', { timeout: 2 * patienceMs }, () => {
  const took: [string, number][] = []
  afterAll(() => console.log(`cancel: ${took.map(([stage, ms]) => `${stage} ${Math.round(ms)} ms`).join(', ')}`))

  it('of a job that waits is done at once', async () => {
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    const id = await submitted(server, lab.project())
    took.push(['waiting', await cancelled(id)])
    await fetch(`${server.url}/api/queue/resume`, { method: 'POST' })
    expect(await server.job(id)).toMatchObject({ status: 'cancelled', attempt: 0 })
  })

  it.each(stages)('while %s stops the work within two seconds, and nothing more is published', async (stage: Stage) => {
    await lab.model.behave({ delayMs: 40 })
    const name = `cancel/${stage}`
    const id = await submitted(server, largeProject(name, filesFor(stage)))
    await reached(server, id, stage)
    const ms = await cancelled(id)
    took.push([stage, ms])
    expect(ms).toBeLessThan(promisedMs)
    expect(await readable(name)).toBe(stages.indexOf(stage) < stages.indexOf('explaining') ? 'nothing' : 'the code alone')
    await noLeftovers(server)
  })

  it('inside a clone that hangs ends git within two seconds', async () => {
    lab.git.lab('cancel/hangs', toGit(hang))
    const url = lab.git.url('cancel/hangs')
    const id = await submitted(server, url, { commit_id: 'd'.repeat(40) })
    const gits = () => processesNaming(url).filter(({ line }) => line.includes('git-remote-http'))
    await expect.poll(() => gits().length, { timeout: patienceMs }).toBeGreaterThan(0)
    const ms = await cancelled(id)
    took.push(['hanging clone', ms])
    expect(ms).toBeLessThan(promisedMs)
    expect(gits()).toEqual([])
  })

  it('inside a call to a model that never answers', async () => {
    await lab.model.behave({ hang: true })
    const before = (await lab.model.calls()).length
    const id = await submitted(server, lab.project())
    await expect.poll(async () => (await lab.model.calls()).length, { timeout: patienceMs }).toBeGreaterThan(before)
    const ms = await cancelled(id)
    took.push(['silent model', ms])
    expect(ms).toBeLessThan(promisedMs)
    await lab.model.behave({})
  })

  it('J17: races completion: exactly one end, and a wiki only if the job was completed', async () => {
    await lab.model.behave({})
    for (let round = 0; round < 8; round += 1) {
      const url = lab.project()
      const id = await submitted(server, url)
      await reached(server, id, round % 2 === 0 ? 'publishing' : 'verifying')
      await new Promise((resolve) => setImmediate(resolve))
      await server.act(id, 'cancel')
      const { status } = await server.ended(id, patienceMs)
      const events = await server.events(id)
      expect(events.filter((event) => event.status === 'completed' || event.status === 'cancelled')).toHaveLength(1)
      expect(await completions(server, id)).toBe(status === 'completed' ? 1 : 0)
      expect(await readable(new URL(url).pathname.slice(1))).toBe(status === 'completed' ? 'explained' : 'the code alone')
    }
    await noLeftovers(server)
  })
})

it('J18: a wiki that is removed while a job makes the next one stays gone; the running job cannot be removed', { timeout: 2 * patienceMs }, async () => {
  const url = lab.project()
  const path = new URL(url).pathname.slice(1)
  const first = await submitted(server, url)
  const { commit_id } = await server.ended(first, patienceMs)
  lab.git.commit(path, { 'src/alpha/run.ts': '/** Different. */\nexport const other = 1\n' })
  await lab.model.behave({ hang: true })
  const before = (await lab.model.calls()).length
  const second = await submitted(server, url)
  await expect.poll(async () => (await lab.model.calls()).length, { timeout: patienceMs }).toBeGreaterThan(before)
  const at = `${server.url}/api/wikis/127.0.0.1:${lab.git.port}/${path}`
  const folders = readdirSync(join(server.dataDir, 'wikis'))
  expect((await fetch(at, { method: 'DELETE' })).status).toBe(204)
  expect((await fetch(`${server.url}/api/jobs/${second}`, { method: 'DELETE' })).status).toBe(409)
  // Of the first commit with explanations and without, of the second without.
  expect(readdirSync(join(server.dataDir, 'wikis'))).toHaveLength(folders.length - 3)
  await server.act(second, 'cancel')
  await server.ended(second)
  await lab.model.behave({})
  await server.act(second, 'retry')
  expect(await server.ended(second, patienceMs)).toMatchObject({ status: 'completed' })
  expect((await fetch(`${at}@${String(commit_id)}`)).status).toBe(404)
  expect((await fetch(at)).status).toBe(200)
})
