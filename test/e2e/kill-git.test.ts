import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { drip, hang, toGit } from '../support/lab-answers.js'
import { childrenOf, processesNaming, type RunningProcess } from '../support/processes.js'

/** With both, a git ends with its worker; with neither, the next start of a worker ends it. */
const isTied = ['/usr/bin/setpriv', '/usr/bin/unshare'].every((path) => existsSync(path))
const soonMs = isTied ? 4_000 : 20_000

let git: GitServer
beforeAll(async () => {
  git = await GitServer.start()
})
afterAll(async () => {
  await git.stop()
})

const gitsOf = (url: string): RunningProcess[] => processesNaming(url).filter(({ line }) => /\bgit(-remote-https?)?\b/.test(line))
const workerOf = (server: CodewikiServer): number => childrenOf(server.pid).find(({ line }) => line.includes('main/worker.js'))?.pid ?? 0
/** git and the helper that talks to the host. */
const isFetching = (url: string) => expect.poll(() => gitsOf(url).some(({ line }) => line.includes('git-remote-http')), { timeout: 30_000 }).toBe(true)

describe.runIf(process.platform === 'linux')('G4: kill -9 of the worker, while git fetches from a host that', () => {
  it.each([
    ['hangs', toGit(hang)],
    ['drips', toGit(drip)],
  ])('%s, leaves no git, with a living server and without one', async (name, answer) => {
    git.lab(`kill/${name}`, answer)
    const url = git.url(`kill/${name}`)
    const server = new CodewikiServer()
    try {
      await server.start()
      const { body } = await server.submit({ repo_url: url, commit_id: 'd'.repeat(40) })
      await isFetching(url)

      // The server starts another worker, which goes on with the job: only what the dead one had started must be gone.
      const before = gitsOf(url).map(({ pid }) => pid)
      expect(before.length).toBeGreaterThanOrEqual(2)
      process.kill(workerOf(server), 'SIGKILL')
      await expect.poll(() => gitsOf(url).filter(({ pid }) => before.includes(pid)), { timeout: soonMs, interval: 50 }).toEqual([])

      // And all at once: the server cannot start another, and the worker cannot clean up.
      await isFetching(url)
      const worker = workerOf(server)
      process.kill(worker, 'SIGSTOP')
      await server.kill()
      process.kill(worker, 'SIGKILL')
      if (isTied) await expect.poll(() => gitsOf(url), { timeout: soonMs, interval: 50 }).toEqual([])

      await server.start()
      await fetch(`${server.url}/api/jobs/${String(body['job_id'])}/cancel`, { method: 'POST' })
      expect(await server.ended(String(body['job_id']))).toMatchObject({ status: 'cancelled' })
      await expect.poll(() => gitsOf(url), { timeout: 5_000 }).toEqual([])
      for (const folder of ['tmp', 'git-home/running']) await expect.poll(() => readdirSync(join(server.dataDir, folder)), { timeout: 15_000 }).toEqual([])
    } finally {
      await server.stop()
    }
  }, 120_000)
})
