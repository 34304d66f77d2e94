import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WorkerProcess } from '../../src/main/worker-process.js'
import { silentLogger } from '../../src/platform/logger.js'
import { built } from '../support/built.js'

const dataDir = mkdtempSync(join(tmpdir(), 'codewiki-hung-'))
afterEach(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 }))

describe.runIf(process.platform === 'linux')('a worker whose event loop never turns again', { timeout: 60_000 }, () => {
  it('J7: is ended and replaced, and does not keep the server from stopping', async () => {
    const worker = new WorkerProcess({ dataDir, logLevel: 'silent' }, { entry: built('main/worker.js'), graceMs: 0, lastChanceMs: 1_000, watch: { everyMs: 1_000, mostSilent: 8 } }, silentLogger)
    worker.start()
    const first = worker.child
    if (first === undefined) throw new Error('no worker was started')
    await new Promise((resolve) => first.once('message', resolve))
    const ended = new Promise((resolve) => first.once('exit', (_code, signal) => resolve(signal)))
    first.kill('SIGSTOP')
    expect(await ended).toBe('SIGKILL')
    await expect.poll(() => worker.child?.pid, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(worker.child?.pid).not.toBe(first.pid)
    worker.child?.kill('SIGSTOP')
    await worker.stop()
    expect(worker.child).toBeUndefined()
  })
})
