import { fork, type ChildProcess } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { readGroup } from '../../src/repositories/adapters/git/process-record.js'
import { reapOrphans } from '../../src/repositories/adapters/git/reap-orphans.js'

/** Where no namespace ties git to us, this is what ends it after a `kill -9` of its owner. */
const folder = mkdtempSync(join(tmpdir(), 'codewiki-left-'))
const records = join(folder, 'running')
mkdirSync(records)
// In the group, a helper is known by its name only.
const helper = join(folder, 'git-remote-lab')
copyFileSync('/bin/sleep', helper)
const owners: ChildProcess[] = []
afterEach(() => {
  for (const owner of owners.splice(0)) owner.kill('SIGKILL')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function ownedGroup(): Promise<{ readonly owner: ChildProcess; readonly leader: number }> {
  const owner = fork(new URL('./children/own-a-group.mjs', import.meta.url), [records, helper])
  owners.push(owner)
  const { leader } = await new Promise<{ leader: number }>((resolve) => owner.once('message', (message) => resolve(message as { leader: number })))
  await expect.poll(() => readGroup(leader).some(({ name }) => name === 'git-remote-lab')).toBe(true)
  return { owner, leader }
}

async function killOwner(owner: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => owner.once('exit', resolve))
  owner.kill('SIGKILL')
  await gone
}

describe.runIf(process.platform === 'linux')('G4: a git whose owner was killed', () => {
  it('is ended with its helpers, and the note is struck out', async () => {
    const { owner, leader } = await ownedGroup()
    await killOwner(owner)
    expect(readGroup(leader).length).toBeGreaterThanOrEqual(2)
    expect(await reapOrphans(records)).toBe(1)
    await expect.poll(() => readGroup(leader)).toEqual([])
    expect(readdirSync(records)).toEqual([])
  })

  it('is ended too when only a helper of it is left', async () => {
    const { owner, leader } = await ownedGroup()
    await killOwner(owner)
    process.kill(leader, 'SIGKILL')
    await expect.poll(() => readGroup(leader).map(({ name }) => name)).toEqual(['git-remote-lab'])
    expect(await reapOrphans(records)).toBe(1)
    await expect.poll(() => readGroup(leader)).toEqual([])
  })

  it('is left alone while its owner lives', async () => {
    const { owner, leader } = await ownedGroup()
    expect(await reapOrphans(records)).toBe(0)
    expect(readGroup(leader).length).toBeGreaterThanOrEqual(2)
    await killOwner(owner)
    expect(await reapOrphans(records)).toBe(1)
  })

  it('is not mistaken for a later process of its number, and half a note ends nothing', async () => {
    const { owner, leader } = await ownedGroup()
    const [name = ''] = readdirSync(records)
    writeFileSync(join(records, name), JSON.stringify({ pid: process.pid, started: 'another', ownerPid: 999_999_999, ownerStarted: 'x', boot: 'another' }))
    writeFileSync(join(records, '1.json'), '{"pid":')
    expect(await reapOrphans(records)).toBe(0)
    expect(readdirSync(records)).toEqual([])
    expect(readGroup(leader).length).toBeGreaterThanOrEqual(2)
    process.kill(-leader, 'SIGKILL')
    await killOwner(owner)
  })
})
