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

describe('a child that loads much at its start', () => {
  const named = () =>
    new ChildPool<number, number>({ entry: new URL('../../test/support/children/named-child.mjs', import.meta.url), size: 2, timeoutMs: 60_000, heapMb: 64, idleMs: 60_000, startsAfter: 4, name: 'named' })
  const ask = (children: ChildPool<number, number>, ...delaysMs: readonly number[]) => Promise.all(delaysMs.map((delayMs) => children.run(delayMs)))

  it('is joined by another only when it has answered enough', async () => {
    const children = named()
    expect(new Set(await ask(children, 1, 1, 1, 1)).size).toBe(1)
    expect(new Set(await ask(children, 300, 300)).size).toBe(2)
    await children.close()
  })

  it('is joined by another when a request has waited long for it', async () => {
    const children = named()
    expect(new Set(await ask(children, 6_000, 1)).size).toBe(2)
    await children.close()
  })
})

describe('how many children there are', () => {
  const processesFor = async (requests: number) => {
    const children = new ChildPool<'who', number>({ entry: new URL('../../test/support/children/pid-child.mjs', import.meta.url), size: 2, waitBeforeNext: 3, timeoutMs: 10_000, heapMb: 64, idleMs: 60_000, name: 'pid' })
    const answers = await Promise.all(Array.from({ length: requests }, () => children.run('who')))
    await children.close()
    return new Set(answers).size
  }

  it('is one while few requests wait for it: starting another would take longer', async () => {
    expect(await processesFor(4)).toBe(1)
  })

  it('is as many as allowed when more wait', async () => {
    expect(await processesFor(40)).toBe(2)
  })
})

describe('children that have to learn what they are asked', () => {
  const learning = (waitBeforeLearning: number) =>
    new ChildPool<number, number>({ entry: new URL('../../test/support/children/named-child.mjs', import.meta.url), size: 2, waitBeforeLearning, timeoutMs: 60_000, heapMb: 64, idleMs: 60_000, name: 'learning' })
  const ask = async (children: ChildPool<number, number>, kinds: string) => {
    const answers = await Promise.all([...kinds].map(async (kind) => ({ kind, pid: await children.run(20, { kind }) })))
    return (kind: string) => [...new Set(answers.flatMap((answer) => (answer.kind === kind ? answer.pid : [])))]
  }

  it('share the kinds among them, in whatever order they are asked', async () => {
    const children = learning(9)
    const who = await ask(children, 'aababbab')
    expect([who('a').length, who('b').length]).toEqual([1, 1])
    expect(who('a')).not.toEqual(who('b'))
    const later = await ask(children, 'bbaabb')
    expect([later('a'), later('b')]).toEqual([who('a'), who('b')])
    await children.close()
  })

  it('learn what another knows while much of it waits, and what nobody knows at once', async () => {
    const children = learning(3)
    const who = await ask(children, 'aaaaaaaaaaaaaaaac')
    expect([who('a').length, who('c').length]).toEqual([2, 1])
    await children.close()
  })

  it('do what another knew, who is gone', async () => {
    const children = learning(9)
    const [first = 0] = (await ask(children, 'ab'))('a')
    process.kill(first, 'SIGKILL')
    await expect.poll(async () => (await ask(children, 'a'))('a')).not.toEqual([first])
    await children.close()
  })
})
