import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stages } from '../../src/jobs/job-status.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'

let git: GitServer
/** One for all stages: it is killed again and again. */
let server: CodewikiServer
beforeAll(async () => {
  git = await GitServer.start()
  server = new CodewikiServer()
  await server.start()
})
afterAll(async () => {
  await server.stop()
  await git.stop()
})

/** Unlike those of the other stages: what parsing one found is no help with the next. */
const filesFor = (stage: string): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`src/part${at % 6}/file${at}.ts`, `/** Does ${at} while ${stage}. */\nexport function work${at}(n: number): number {\n  return n + ${at}\n}\n`]),
  )

describe('kill -9 of the server', () => {
  it.each(stages)('while %s: after a restart the job completes and the temporary folder is empty', async (stage) => {
    git.create(`kill/${stage}`, { ...filesFor(stage), 'README.md': '# Killed\n' })
    const { body } = await server.submit({ repo_url: git.url(`kill/${stage}`) })
    const id = String(body['job_id'])
    const hasReached = async () => {
      const job = await server.job(id)
      return (job['stages'] as { stage: string }[]).some((record) => record.stage === stage) || job['status'] === 'completed'
    }
    await expect.poll(hasReached, { timeout: 30_000, interval: 5 }).toBe(true)
    await server.kill()
    await server.start()
    await expect.poll(async () => (await server.job(id))['status'], { timeout: 60_000, interval: 100 }).toBe('completed')
    await expect.poll(() => readdirSync(join(server.dataDir, 'tmp')), { timeout: 15_000 }).toEqual([])
    const page = await fetch(`${server.url}/wiki/127.0.0.1:${git.port}/kill/${stage}/overview`)
    expect(page.status).toBe(200)
  }, 120_000)
})
