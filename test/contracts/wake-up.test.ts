import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ipcWakeUp } from '../../src/jobs/adapters/ipc/ipc-wake-up.js'
import { memoryWakeUp } from '../../src/jobs/adapters/memory/memory-wake-up.js'
import { builtModule } from '../support/built.js'
import { wakeUpContract } from './wake-up-contract.js'

wakeUpContract('one process', async () => {
  const wakeUp = memoryWakeUp()
  return { near: wakeUp, far: wakeUp, close: async () => undefined }
})

describe('wake-up of a forked worker', () => {
  let folder: string
  let child: ChildProcess
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codewiki-wake-'))
    const script = join(folder, 'worker.mjs')
    const source = builtModule('jobs/adapters/ipc/ipc-wake-up.js').href
    const body = `const stop = parentWakeUp().subscribe(() => process.send('woken'))
      process.on('message', (message) => message === 'unsubscribe' && (stop(), process.send('unsubscribed')))
      process.send('ready')`
    await writeFile(script, `import { parentWakeUp } from '${source}'\n${body}`)
    child = fork(script)
    expect(await nextMessage(child)).toBe('ready')
  })
  afterEach(async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  it('calls the worker, until it unsubscribes', async () => {
    const wakeUp = ipcWakeUp(() => child)
    wakeUp.notify()
    expect(await nextMessage(child)).toBe('woken')
    child.send('unsubscribe')
    expect(await nextMessage(child)).toBe('unsubscribed')
    wakeUp.notify()
    child.send('unsubscribe')
    expect(await nextMessage(child)).toBe('unsubscribed')
  })

  it('calls the worker at once and once more for all that follow in the same turn', async () => {
    const wakeUp = ipcWakeUp(() => child)
    const heard: unknown[] = []
    child.on('message', (message) => heard.push(message))
    for (let call = 0; call < 100; call += 1) wakeUp.notify()
    await setImmediate()
    await setImmediate()
    wakeUp.notify()
    child.send('unsubscribe')
    await expect.poll(() => heard.at(-1)).toBe('unsubscribed')
    expect(heard).toEqual(['woken', 'woken', 'woken', 'unsubscribed'])
  })

  it('loses the call without a fuss when the worker is gone', async () => {
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(() => ipcWakeUp(() => child).notify()).not.toThrow()
    expect(() => ipcWakeUp(() => undefined).notify()).not.toThrow()
  })
})

async function nextMessage(child: ChildProcess): Promise<unknown> {
  return (await once(child, 'message'))[0]
}
