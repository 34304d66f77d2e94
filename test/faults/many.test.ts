import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultJobOptions } from '../../src/jobs/job-status.js'
import { openKey } from '../../src/pipeline/open-key.js'
import { makeParseRepository } from '../../src/repositories/parse-repository.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import { status } from '../support/lab-answers.js'
import { completedOnce, FaultLab, noLeftovers, patienceMs, percentile, submitted } from './fault-lab.js'

let lab: FaultLab
beforeAll(async () => {
  lab = await FaultLab.open()
  lab.git.lab('nobody/', status(404))
})
afterAll(() => lab.close())

interface Answer {
  readonly status: number
  readonly ms: number
  readonly retryAfter: string | undefined
}

/** One request on a connection of the agent's; its own client address, unless it is the usual one. */
function ask(server: CodewikiServer, agent: Agent, what: { readonly path: string; readonly body?: object; readonly from?: string }): Promise<Answer> {
  const { hostname, port } = new URL(server.url)
  const start = performance.now()
  const method = what.body === undefined ? 'GET' : 'POST'
  const headers = what.body === undefined ? {} : { 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, agent, path: what.path, method, headers, localAddress: what.from ?? '127.0.0.1' }, (answer) => {
      answer.resume()
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, ms: performance.now() - start, retryAfter: answer.headers['retry-after'] }))
    })
    asking.once('error', reject)
    asking.end(what.body === undefined ? undefined : JSON.stringify(what.body))
  })
}

/** The slowest of a hundred, of the cheapest question there is, asked in the same way: what this machine can do at this moment. */
const floorOf = async (server: CodewikiServer, agent: Agent, count: number): Promise<number> =>
  percentile((await Promise.all(Array.from({ length: count }, () => ask(server, agent, { path: '/healthz' })))).map(({ ms }) => ms), 0.99)

/** On an idle machine a refusal takes a few milliseconds; on a busy one as much longer as everything does. */
const boundMs = (floor: number): number => Math.max(100, 6 * floor)

describe('many at once', { timeout: 3 * patienceMs }, () => {
  it('1,000 submissions into a queue of 100: 100 are accepted, 900 refused at once, and every accepted job ends', async () => {
    const server = await lab.server({ CODEWIKI_QUEUE_SIZE: '100', CODEWIKI_CONCURRENCY: '4' })
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })
    const floor = await floorOf(server, agent, 1_000)
    const bodies = Array.from({ length: 1_000 }, (_, at) => ({ repo_url: lab.git.url(`nobody/has-${at}`) }))
    const answers = await Promise.all(bodies.map((body) => ask(server, agent, { path: '/api/jobs', body })))
    const accepted = answers.filter(({ status }) => status === 202)
    const refused = answers.filter(({ status }) => status === 503)
    const p99 = percentile(answers.map(({ ms }) => ms), 0.99)
    console.log(`1,000 at once: ${accepted.length} accepted, ${refused.length} refused, p99 ${Math.round(p99)} ms (a health check: ${Math.round(floor)} ms)`)
    expect([accepted.length, refused.length]).toEqual([100, 900])
    expect(refused.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true)
    expect(p99).toBeLessThan(boundMs(floor))
    await fetch(`${server.url}/api/queue/resume`, { method: 'POST' })
    await expect.poll(async () => (await server.leftovers()).open, { timeout: patienceMs, interval: 100 }).toBe(0)
    agent.destroy()
    await server.stop()
  })

  it('J19: 10,000 submissions of one client: it gets its quota and then 429 at once, while the job of another starts', async () => {
    const server = await lab.server({ CODEWIKI_SUBMITS_PER_MINUTE: '30' })
    const agent = new Agent({ keepAlive: true, maxSockets: 50 })
    const floor = await floorOf(server, agent, 500)
    const answers: Answer[] = []
    let next = 0
    const lane = async () => {
      while (next < 10_000) {
        next += 1
        answers.push(await ask(server, agent, { path: '/api/jobs', body: { repo_url: lab.git.url(`nobody/flood-${next}`) } }))
      }
    }
    const flood = Promise.all(Array.from({ length: 50 }, lane))
    await expect.poll(() => answers.length, { timeout: patienceMs, interval: 5 }).toBeGreaterThan(1_000)
    const other = await ask(server, new Agent(), { path: '/api/jobs', body: { repo_url: lab.project() }, from: '127.0.0.2' })
    const startedAfter = answers.length
    await flood
    const p99 = percentile(answers.map(({ ms }) => ms), 0.99)
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    console.log(`flood: ${count(202)} accepted, ${count(429)} refused, p99 ${Math.round(p99)} ms (a health check: ${Math.round(floor)} ms)`)
    expect(other.status).toBe(202)
    expect(startedAfter).toBeLessThan(10_000)
    expect(count(202) + count(429)).toBe(10_000)
    // A minute may have turned in between.
    expect(count(202)).toBeLessThanOrEqual(60 + 30 * Math.ceil(sum(answers) / 50 / 60_000))
    expect(p99).toBeLessThan(boundMs(floor))
    await expect.poll(async () => (await server.leftovers()).open, { timeout: patienceMs, interval: 100 }).toBe(0)
    agent.destroy()
    await server.stop()
  })

  it('J20: 200 short jobs are done while a long one runs', async () => {
    await lab.model.behave({ hang: true })
    const server = await lab.server(lab.withModel)
    const long = await submitted(server, lab.project())
    await expect.poll(async () => (await lab.model.calls()).length, { timeout: patienceMs }).toBeGreaterThan(0)
    const short = await Promise.all(Array.from({ length: 200 }, (_, at) => submitted(server, lab.git.url(`nobody/short-${at}`))))
    for (const id of short) expect(await server.ended(id, patienceMs)).toMatchObject({ status: 'failed' })
    expect(await server.job(long)).toMatchObject({ status: 'processing', attempt: 1 })
    await server.act(long, 'cancel')
    await server.ended(long)
    await server.stop()
  })

  it('J11: a hundred equal submissions at once are one job, with a hundred equal answers', async () => {
    const server = await lab.server()
    const url = lab.project()
    const ids = await Promise.all(Array.from({ length: 100 }, () => submitted(server, url)))
    expect(new Set(ids).size).toBe(1)
    await completedOnce(server, ids[0] ?? '')
    await server.stop()
  })

  it('J12: one repository at two commits and with two settings at once becomes three wikis that share nothing', async () => {
    const server = await lab.server({ CODEWIKI_CONCURRENCY: '3' })
    const url = lab.project()
    const path = new URL(url).pathname.slice(1)
    const first = lab.git.git(path, 'rev-parse', 'HEAD')
    const second = lab.git.commit(path, { 'src/alpha/run.ts': '/** Now quite different. */\nexport const other = 1\n' })
    const wanted = [{ commit_id: first }, { commit_id: second }, { commit_id: second, options: { exclude: ['src/beta/**'] } }]
    const ids = await Promise.all(wanted.map((more) => submitted(server, url, more)))
    const jobs = await Promise.all(ids.map((id) => completedOnce(server, id)))
    expect(jobs.map((job) => job['commit_id'])).toEqual([first, second, second])
    const texts = await Promise.all(ids.map(async (id) => (await fetch(`${server.url}/static-docs/${id}/code_map.json`)).text()))
    expect(texts.map((text) => [text.includes('quite different'), text.includes('betaRun')])).toEqual([
      [false, true],
      [true, true],
      [true, false],
    ])
    await noLeftovers(server)
    await server.stop()
  })

  it('J10: two servers on one data folder share the work: every job is done once, and one server is enough', async () => {
    const one = await lab.server()
    const other = await lab.server({}, { dataDir: one.dataDir })
    const ids = await Promise.all(Array.from({ length: 6 }, (_, at) => submitted(at % 2 === 0 ? one : other, lab.project())))
    await Promise.all(ids.slice(0, 4).map((id) => completedOnce(other, id)))
    await one.kill()
    for (const id of ids) await completedOnce(other, id)
    await noLeftovers(other)
    await other.stop()
  })
})

const sum = (answers: readonly Answer[]): number => answers.reduce((total, { ms }) => total + ms, 0)

describe('J13: the key of an open job', () => {
  const parse = makeParseRepository({ allowHttp: false, localRoots: [] })
  const keyOf = (repository: string) => openKey(parse({ repository }), 'fingerprint', defaultJobOptions)
  const name = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/)

  it('is different for different repositories, also where names joined would be equal', () => {
    expect(keyOf('https://example.org/a/b--c')).not.toBe(keyOf('https://example.org/a--b/c'))
    fc.assert(
      fc.property(name, name, name, name, (owner, repo, otherOwner, otherRepo) => {
        const same = owner === otherOwner && repo === otherRepo
        expect(keyOf(`https://example.org/${owner}/${repo}`) === keyOf(`https://example.org/${otherOwner}/${otherRepo}`)).toBe(same)
      }),
    )
  })

  it('is one for the spellings of one repository', () => {
    const spellings = ['https://example.org/a/b', 'https://example.org/a/b/', 'https://example.org/a/b.git', 'https://EXAMPLE.org/a/b', 'example.org/a/b']
    expect(new Set(spellings.map(keyOf)).size).toBe(1)
  })
})
