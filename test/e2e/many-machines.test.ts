import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { built } from '../support/built.js'
import { CodewikiServer, testEnvironment } from '../support/codewiki-server.js'
import { Cluster, clusterFiles } from '../support/cluster.js'
import { GitServer } from '../support/git-server.js'
import { ScriptedModel } from '../support/scripted-model.js'
import { isOwnServer, startPostgres, type PostgresServer } from '../support/postgres-server.js'

const run = promisify(execFile)

let git: GitServer
let postgres: PostgresServer
beforeAll(async () => {
  git = await GitServer.start()
  postgres = await startPostgres()
})
afterAll(async () => {
  await postgres.close()
  await git.stop()
})

const newCluster = () => new Cluster(git, postgres)

describe('many machines on one PostgreSQL', () => {
  it('one submits, another works, the first shows progress as it happens and then the wiki', async () => {
    await using cluster = newCluster()
    await cluster.web.start()
    const id = await cluster.submit('many/shop')
    const stream = await fetch(`${cluster.web.url}/api/jobs/${id}/events`, { headers: { accept: 'text/event-stream' } })
    cluster.addWorker()
    await cluster.reached(id, 'completed')
    const text = await stream.text()
    expect(text).toContain('Attempt 1 started')
    expect(text).toContain('Completed')
    expect(await cluster.page('many/shop')).toContain('many/shop')
  }, 120_000)

  it('J1: a worker that is killed amid its job is replaced by another within its lease; each job completes once', async () => {
    await using cluster = newCluster()
    await cluster.web.start()
    const doomed = cluster.addWorker()
    const id = await cluster.submit('many/killed')
    await cluster.reached(id, 'processing')
    await doomed.end('SIGKILL')
    cluster.addWorker()
    await cluster.reached(id, 'completed')
    expect((await cluster.web.job(id))['attempt']).toBe(2)
    expect(await cluster.completions(id)).toBe(1)
  }, 120_000)

  it('J4: a worker that is asked to stop hands its job back at once, with a good exit code', async () => {
    await using cluster = newCluster()
    await cluster.web.start()
    git.lab('many/hangs', () => undefined)
    const worker = cluster.addWorker({ CODEWIKI_LEASE_SECONDS: '600' })
    const { body } = await cluster.web.submit({ repo_url: git.url('many/hangs') })
    await cluster.reached(String(body['job_id']), 'processing')
    expect(await worker.end('SIGTERM')).toBe(0)
    expect(await cluster.web.job(String(body['job_id']))).toMatchObject({ status: 'queued', failure: null })
  }, 120_000)

  it.skipIf(!isOwnServer)('S7: goes on after PostgreSQL was restarted amid a job; the web says why it is not ready meanwhile', async () => {
    await using cluster = newCluster()
    await cluster.web.start()
    cluster.addWorker()
    const id = await cluster.submit('many/restart')
    await cluster.reached(id, 'processing')
    await postgres.stop('immediate')
    const ready = await fetch(`${cluster.web.url}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('database') as string])
    const alive = await fetch(`${cluster.web.url}/healthz`)
    expect(alive.status).toBe(200)
    await alive.text()
    await postgres.start()
    await cluster.reached(id, 'completed')
    expect(await cluster.completions(id)).toBe(1)
  }, 120_000)

  it('S7: goes on after every connection was cut, again and again', async () => {
    await using cluster = newCluster()
    await cluster.web.start()
    cluster.addWorker()
    const id = await cluster.submit('many/cut')
    const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'codewiki %'`
    const deadline = Date.now() + 60_000
    let rounds = 0
    for (let job = await cluster.web.job(id); job['completed_at'] == null && Date.now() < deadline; job = await cluster.web.job(id)) {
      if (rounds < 8 && job['status'] === 'processing') {
        await postgres.admin(cut)
        rounds += 1
      }
    }
    expect(rounds).toBeGreaterThan(0)
    expect((await cluster.web.job(id))['status']).toBe('completed')
    expect(await cluster.completions(id)).toBe(1)
  }, 120_000)

  it('takes over jobs, wikis and what was paid of a data folder, once', async () => {
    const model = await ScriptedModel.start()
    const priced = { MAIN_MODEL: 'scripted/large', LLM_BASE_URL: model.url, LLM_PRICES: 'scripted/large=2/10' }
    await using cluster = new Cluster(git, postgres, priced)
    const single = new CodewikiServer(priced)
    onTestFinished(async () => {
      await single.stop()
      await model.stop()
    })
    await single.start()
    git.create('many/moves', { ...clusterFiles, 'README.md': '# Moves\n' })
    const { body } = await single.submit({ repo_url: git.url('many/moves') })
    const id = String(body['job_id'])
    expect(await single.ended(id)).toMatchObject({ status: 'completed' })
    const migrate = () =>
      run(process.execPath, [fileURLToPath(built('main/cli.js')), 'migrate-store', '--data-dir', single.dataDir], {
        env: { ...testEnvironment(single.dataDir), ...cluster.environment },
      })
    const spent = /^codewiki_model_(?:calls|cost_usd|tokens)_total.*$/gm
    const metrics = async ({ url }: CodewikiServer) => (await (await fetch(`${url}/metrics`)).text()).match(spent)
    const paid = await metrics(single)
    expect(paid?.join(' ')).toMatch(/cost_usd_total 0\.0\d+/)
    expect((await migrate()).stdout).toMatch(/^Carried over 1 job, 2 wikis, \d+ model calls, and \$0\.0\d+ and \d[\d,]{4,} tokens spent on 1 day\n$/)
    expect((await migrate()).stdout).toBe('Carried over 0 jobs, 0 wikis, 0 model calls, and $0.00 and 0 tokens spent on 0 days\n')
    await cluster.web.start()
    expect(await metrics(cluster.web)).toEqual(paid)
    expect(await cluster.web.job(id)).toMatchObject({ status: 'completed', commit_id: expect.any(String) as string })
    expect(await cluster.page('many/moves')).toContain('Moves')
    expect(await cluster.completions(id)).toBe(1)
  }, 120_000)
})
