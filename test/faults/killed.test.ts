import { request } from 'node:http'
import { connect, createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stages } from '../../src/jobs/job-status.js'
import type { CodewikiServer } from '../support/codewiki-server.js'
import { status } from '../support/lab-answers.js'
import { descendantsOf, isAlive } from '../support/processes.js'
import { completedOnce, FaultLab, noLeftovers, patienceMs, reached, submitted, timed } from './fault-lab.js'

let lab: FaultLab
/** For every test that needs none of its own: it is killed, and starts again, with what the tests before left in it. */
let server: CodewikiServer
beforeAll(async () => {
  lab = await FaultLab.open()
  server = await lab.server({ ...lab.withModel, CODEWIKI_GRACE_SECONDS: '30' })
})
afterAll(() => lab.close())

const leaseMs = 2_000
/** The server starts another worker after a second; that one needs to come up, here beside other tests. */
const restartMs = 12_000
/** Pages that one job has explained at the same time, after the modules have their names; see `withModel`. */
const callsAtOnce = 2

describe.runIf(process.platform === 'linux')('kill -9', { timeout: 3 * patienceMs }, () => {
  it.each(stages)('J1: of the worker while %s: another goes on from the last checkpoint, within the lease, and pays for no page twice', async (stage) => {
    await lab.model.behave({ delayMs: 20 })
    const before = (await lab.model.boughtTwice()).length
    const id = await submitted(server, lab.project())
    await reached(server, id, stage)
    const killedAt = Date.now()
    process.kill(server.workerPid, 'SIGKILL')
    await completedOnce(server, id)
    const again = (await server.events(id)).find(({ message }) => message.includes('taken over'))
    if (again !== undefined) expect(Date.parse(again.at) - killedAt).toBeLessThan(leaseMs + restartMs)
    expect((await lab.model.boughtTwice()).length - before).toBeLessThanOrEqual(callsAtOnce)
    await noLeftovers(server)
  })

  it('J2: of the server with 500 jobs waiting: all of them end after the restart', async () => {
    lab.git.lab('nobody/has-', status(404))
    const busy = await lab.server({ CODEWIKI_CONCURRENCY: '8' })
    await fetch(`${busy.url}/api/queue/pause`, { method: 'POST' })
    const real = Array.from({ length: 5 }, () => lab.project())
    const missing = Array.from({ length: 495 }, (_, at) => lab.git.url(`nobody/has-${at}`))
    const ids = await Promise.all([...real, ...missing].map((url) => submitted(busy, url)))
    await busy.kill()
    await busy.start()
    await fetch(`${busy.url}/api/queue/resume`, { method: 'POST' })
    await expect.poll(async () => (await busy.leftovers()).open, { timeout: 2 * patienceMs, interval: 200 }).toBe(0)
    const jobs = await Promise.all(ids.map((id) => busy.job(id)))
    expect(jobs.slice(0, 5).map((job) => job['status'])).toEqual(real.map(() => 'completed'))
    expect(jobs.slice(5).filter(({ failure }) => (failure as { code: string } | null)?.code === 'repositories/not-found')).toHaveLength(495)
    await busy.stop()
  })

  it('J3: between the commit and the answer: who asks again gets the same job', async () => {
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    const body = { repo_url: lab.project() }
    await submitAndCut(server, body)
    await server.start()
    const page = (await (await fetch(`${server.url}/api/jobs?status=queued`)).json()) as { jobs: { job_id: string }[] }
    expect(page.jobs).toHaveLength(1)
    const id = await submitted(server, body.repo_url)
    expect(id).toBe(page.jobs[0]?.job_id)
    await fetch(`${server.url}/api/queue/resume`, { method: 'POST' })
    await completedOnce(server, id)
  })

  it('J14: a job that kills every worker is given up after three, with its reason; the others go on', async () => {
    lab.git.lab('faults/poison', () => process.kill(server.workerPid, 'SIGKILL'))
    const poison = await submitted(server, lab.git.url('faults/poison'))
    const good = await submitted(server, lab.project())
    expect(await server.ended(poison, patienceMs)).toMatchObject({
      status: 'failed',
      failure: { code: 'jobs/crashed-repeatedly', message: 'Its worker process ended 3 times while it ran.', advice: expect.stringMatching(/.{20}/) as string },
    })
    await completedOnce(server, good)
  })
})

describe.runIf(process.platform === 'linux')('SIGTERM', { timeout: 2 * patienceMs }, () => {
  it('J4: while a job runs hands it back and ends within the grace; after the start it goes on at once, from its checkpoints', async () => {
    await lab.model.behave({ hang: true, after: 5 })
    const before = (await lab.model.calls()).length
    const id = await submitted(server, lab.project())
    await expect.poll(async () => (await lab.model.calls()).length, { timeout: patienceMs }).toBe(before + 5 + callsAtOnce)
    // The grace is 30 s: it does not wait for a call that never ends.
    expect(await timed(() => server.terminate())).toBeLessThan(10_000)
    await lab.model.behave({})
    await server.start()
    await completedOnce(server, id)
    const events = await server.events(id)
    expect(events.some(({ message }) => message.startsWith('Handed back'))).toBe(true)
    expect(events.some(({ message }) => message.includes('taken over'))).toBe(false)
    expect((await lab.model.calls()).length - before).toBe(11 + callsAtOnce)
    await noLeftovers(server)
  })

  it.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGINT'],
  ] as const)('J5: %s, and a second one: ends at once, loses nothing and leaves no process', async (first, second) => {
    await lab.model.behave({ hang: true })
    const before = (await lab.model.calls()).length
    const id = await submitted(server, lab.project())
    await expect.poll(async () => (await lab.model.calls()).length, { timeout: patienceMs }).toBeGreaterThan(before)
    const family = descendantsOf(server.pid)
    const { pid } = server
    const ended = timed(() => expect.poll(() => family.length > 0 && isRunning(pid), { timeout: 20_000, interval: 10 }).toBe(false))
    process.kill(pid, first)
    process.kill(pid, second)
    expect(await ended).toBeLessThan(5_000)
    await expect.poll(() => family.filter(isAlive).map(({ line }) => line), { timeout: 20_000 }).toEqual([])
    await lab.model.behave({})
    await server.start()
    await completedOnce(server, id)
  })
})

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Submits through a wire that is cut, and the server killed, as its answer begins: the job is on disk and nobody knows its id. */
async function submitAndCut(server: CodewikiServer, body: object): Promise<void> {
  const { port, host } = new URL(server.url)
  const wire = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1')
    client.on('error', () => undefined)
    upstream.on('error', () => undefined)
    client.pipe(upstream)
    upstream.once('data', () => {
      process.kill(server.pid, 'SIGKILL')
      client.destroy()
    })
  })
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve))
  const ask = request({ port: (wire.address() as AddressInfo).port, path: '/api/jobs', method: 'POST', headers: { host, 'content-type': 'application/json' } })
  const broken = new Promise((resolve) => ask.once('error', resolve))
  ask.end(JSON.stringify(body))
  expect(await broken).toBeInstanceOf(Error)
  wire.close()
  await server.kill()
}
