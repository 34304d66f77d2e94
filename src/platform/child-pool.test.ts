import { describe, expect, it } from 'vitest'
import { ChildPool } from './child-pool.js'
import { cpuTimeMs } from './cpu-time.js'

const pool = (timeoutMs: number) =>
  new ChildPool<'work' | 'wait', string>({ entry: new URL('../../test/support/children/slow-child.mjs', import.meta.url), size: 1, timeoutMs, heapMb: 64, idleMs: 60_000, name: 'slow' })

describe.skipIf(cpuTimeMs(process.pid) === undefined)('the time limit of a child', () => {
  it('is the time that it works: one that only has to wait may take longer', async () => {
    const children = pool(1_000)
    await expect(children.run('wait')).resolves.toBe('waited for 2000 ms')
    await children.close()
  })

  it('ends one that works for too long', async () => {
    const children = pool(1_000)
    await expect(children.run('work')).rejects.toThrow(expect.objectContaining({ code: 'platform/child-timed-out' }))
    await children.close()
  })
})
