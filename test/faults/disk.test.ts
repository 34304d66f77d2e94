import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { built } from '../support/built.js'
import { testEnvironment } from '../support/codewiki-server.js'
import { runCli } from '../support/run-cli.js'
import { SmallDisk } from '../support/small-disk.js'
import { completedOnce, FaultLab, noLeftovers, patienceMs, reached, submitted } from './fault-lab.js'

const probe = SmallDisk.mount(1)
probe?.unmount()
const canMount = probe !== undefined
if (!canMount) console.log('skipped where the disk has to be full or read-only: this machine lets nobody mount a small one')

let lab: FaultLab
let folder: string
/** A data folder with one job that is done, closed cleanly. */
let good: string
beforeAll(async () => {
  lab = await FaultLab.open()
  folder = mkdtempSync(join(tmpdir(), 'codewiki-faults-'))
  const server = await lab.server({}, { dataDir: join(folder, 'data') })
  await completedOnce(server, await submitted(server, lab.project()))
  await server.terminate()
  good = join(folder, 'good')
  cpSync(server.dataDir, good, { recursive: true })
})
afterAll(async () => {
  await lab.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.runIf(canMount)('a full disk', { timeout: 4 * patienceMs }, () => {
  it('S1: at whichever write it gets full: what is there is served, what cannot be kept is refused by name, and jobs go on when there is room', async () => {
    const disk = SmallDisk.mount(64)
    if (disk === undefined) return
    await lab.model.behave({ delayMs: 60 })
    const server = await lab.server(lab.withModel, { dataDir: disk.folder })
    const ids: string[] = []
    const refusals: unknown[] = []
    for (const leaveKb of [0, 16, 64, 256, 1_024]) {
      const id = await submitted(server, lab.project())
      ids.push(id)
      await reached(server, id, 'writing')
      disk.fill(leaveKb)
      for (let round = 0; round < 12; round += 1) {
        const { status, body } = await server.submit({ repo_url: lab.git.url(`nobody/full-${leaveKb}-${round}`) })
        if (status !== 202) refusals.push([status, body['code'], body['retry_after']])
        expect((await fetch(`${server.url}/api/jobs/${id}`)).status).toBe(200)
        expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
      }
      disk.free()
    }
    expect(refusals.length).toBeGreaterThan(0)
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal)))).toEqual(new Set([JSON.stringify([503, 'platform/disk-full', 30])]))
    for (const id of ids) await completedOnce(server, id)
    await expect.poll(async () => (await server.leftovers()).open, { timeout: patienceMs }).toBe(0)
    await noLeftovers(server)
    await server.terminate()
    disk.unmount()
  })

  it('S2: during a clone: the job waits with the reason and leaves nothing of the clone behind; with room it completes', async () => {
    const disk = SmallDisk.mount(40)
    if (disk === undefined) return
    const server = await lab.server({}, { dataDir: disk.folder })
    lab.git.create('faults/big', { 'src/a.ts': 'export const a = 1\n', 'big.bin': randomBytes(14 * 1024 ** 2) })
    disk.fill(6 * 1024)
    const id = await submitted(server, lab.git.url('faults/big'))
    await expect.poll(async () => (await server.job(id))['failure'], { timeout: patienceMs }).toMatchObject({ code: expect.stringMatching(/disk-full$/) as string })
    expect(await server.job(id)).toMatchObject({ status: 'queued' })
    expect(readdirSync(join(disk.folder, 'tmp'))).toEqual([])
    disk.free()
    await completedOnce(server, id)
    await server.terminate()
    disk.unmount()
  })

  it('S1: a worker that starts meanwhile says so in one line and ends; a later one works', async () => {
    const disk = SmallDisk.mount(16)
    if (disk === undefined) return
    cpSync(good, disk.folder, { recursive: true })
    disk.fill()
    const environment = { ...testEnvironment(disk.folder), CODEWIKI_LOG_LEVEL: 'error' }
    const own = await endOf(fork(built('main/worker.js'), [], { env: { ...environment, CODEWIKI_FLAGS_JSON: JSON.stringify({ dataDir: disk.folder }) }, silent: true }))
    expect(own).toMatchObject({ code: 75, err: expect.stringContaining('"code":"platform/disk-full"') as string })
    expect(own.err.trim().split('\n')).toHaveLength(1)
    const single = await runCli(folder, ['worker', '--data-dir', disk.folder])
    expect(single).toMatchObject({ code: 75, err: expect.stringMatching(/^error: .* \[platform\/disk-full\]\nFree some space.*\n$/) as string })
    disk.free()
    const server = await lab.server({}, { dataDir: disk.folder })
    await completedOnce(server, await submitted(server, lab.project()))
    await server.terminate()
    disk.unmount()
  })

  it('S10: a read-only data folder is refused at the start, with what to do', async () => {
    const disk = SmallDisk.mount(16)
    if (disk === undefined) return
    cpSync(good, disk.folder, { recursive: true })
    disk.remount('ro')
    const refused = await serve(disk.folder)
    expect(refused).toMatchObject({ code: 75, err: expect.stringContaining('[platform/not-writable]') as string })
    expect(refused.err).toContain('CODEWIKI_DATA_DIR')
    disk.unmount()
  })
})

/** Of a process that is expected to end by itself: its code, and what it said. */
async function endOf(child: ChildProcess): Promise<{ readonly code: number | null; readonly err: string }> {
  let err = ''
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, err }
}

/** Ends by itself only when the start is refused. */
const serve = (dataDir: string) => runCli(folder, ['serve', '--port', '0', '--data-dir', dataDir])

/** A copy of the good folder with another database file. */
function damaged(name: string, damage: (path: string) => void): string {
  const copy = join(folder, name.replaceAll(/\W+/g, '-'))
  cpSync(good, copy, { recursive: true })
  damage(join(copy, 'codewiki.db'))
  return copy
}

function overwrite(path: string, from: number, bytes: Buffer): void {
  const content = readFileSync(path)
  bytes.copy(content, from)
  writeFileSync(path, content)
}

describe('a damaged database', { timeout: patienceMs }, () => {
  it.each<[string, (path: string) => void]>([
    ['cut in half', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
    ['cut in the middle of a page', (path) => truncateSync(path, statSync(path).size - 2_000)],
    ['empty', (path) => truncateSync(path, 0)],
    ['with a broken header', (path) => overwrite(path, 0, randomBytes(64))],
    ['with a page overwritten', (path) => overwrite(path, 3 * 4096, Buffer.alloc(4096, 0xff))],
    ['with flipped bits in the first bytes of a page', (path) => overwrite(path, 4 * 4096, Buffer.from([0x55, 0xaa, 0x55, 0xaa, 0x55, 0xaa]))],
  ])('S4: %s: the start is refused with what to do, and nothing is changed', async (name, damage) => {
    const dataDir = damaged(name, damage)
    const before = readFileSync(join(dataDir, 'codewiki.db'))
    const { code, err } = await serve(dataDir)
    expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('[platform/database-damaged]') as string })
    expect(err).toContain('Restore codewiki.db')
    expect(readFileSync(join(dataDir, 'codewiki.db')).equals(before)).toBe(true)
  })

  it('S4: a damaged cache of what parsing found is only begun anew', async () => {
    const dataDir = damaged('facts', () => undefined)
    writeFileSync(join(dataDir, 'facts.db'), randomBytes(20_000))
    const server = await lab.server({}, { dataDir })
    await completedOnce(server, await submitted(server, lab.project()))
    await server.stop()
  })

  it('S5: a log of writes that was removed, or an index of it that is garbage, leaves whole jobs or a refusal by name', async () => {
    const server = await lab.server()
    await fetch(`${server.url}/api/queue/pause`, { method: 'POST' })
    const id = await submitted(server, lab.project())
    await server.kill()
    const at = (suffix: string) => join(server.dataDir, `codewiki.db${suffix}`)
    expect(existsSync(at('-wal'))).toBe(true)
    const without = join(folder, 'without-wal')
    // The file without its log. Not the folder: a worker that has not heard yet that its server is gone may still open others there.
    mkdirSync(without)
    cpSync(at(''), join(without, 'codewiki.db'))

    writeFileSync(at('-shm'), randomBytes(32_768))
    await server.start()
    expect(await server.job(id)).toMatchObject({ status: 'queued' })
    await server.stop()

    const other = await lab.server({}, { dataDir: without })
    await completedOnce(other, await submitted(other, lab.project()))
    await other.stop()
  })
})

describe('a database that another program', { timeout: 2 * patienceMs }, () => {
  it('S6: holds for longer than we wait: what cannot be written is refused by name, nothing acknowledged is lost, and jobs go on', async () => {
    await lab.model.behave({ delayMs: 100 })
    const server = await lab.server(lab.withModel)
    const id = await submitted(server, lab.project())
    await reached(server, id, 'writing')
    const backup = openDatabase(join(server.dataDir, 'codewiki.db'), { durability: 'full' })
    backup.exec('BEGIN IMMEDIATE')
    const refused = await server.submit({ repo_url: lab.project() })
    expect(refused).toMatchObject({ status: 503, body: { code: 'platform/database-busy', retry_after: 5 } })
    backup.exec('COMMIT')
    backup.close()
    await completedOnce(server, await submitted(server, lab.project()))
    await completedOnce(server, id)
    await noLeftovers(server)
    await server.stop()
  })
})

describe.runIf(process.platform === 'linux')('a process with few open files', { timeout: 2 * patienceMs }, () => {
  it('S11: does not end when clients take them all, and serves again when they leave', async () => {
    const server = await lab.server({}, { under: ['prlimit', '--nofile=400', '--'] })
    const { pid } = server
    const sockets: Socket[] = []
    for (let at = 0; at < 900; at += 1) sockets.push(connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined))
    await expect.poll(() => sockets.filter((socket) => !socket.connecting).length, { timeout: 20_000 }).toBeGreaterThan(300)
    const during = fetch(`${server.url}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(({ status }) => status, () => 0)
    expect([0, 200]).toContain(await during)
    for (const socket of sockets) socket.destroy()
    await expect.poll(() => fetch(`${server.url}/healthz`).then(({ status }) => status, () => 0), { timeout: 20_000 }).toBe(200)
    expect(server.pid).toBe(pid)
    await completedOnce(server, await submitted(server, lab.project()))
    await server.stop()
  })
})

const twoHoursMs = 7_200_000

it.runIf(process.platform === 'linux')('S12: a worker that dies between the files and their publication: the old wiki is served all the while, the files of the dead are swept', { timeout: 3 * patienceMs }, async () => {
  const server = await lab.server({ CODEWIKI_LEASE_SECONDS: '10' })
  const url = lab.project()
  const first = await submitted(server, url)
  await completedOnce(server, first)
  const page = `${server.url}/wiki/127.0.0.1:${lab.git.port}/${new URL(url).pathname.slice(1)}/overview`
  const wikis = join(server.dataDir, 'wikis')
  const [key = ''] = readdirSync(wikis)

  const second = await submitted(server, url, { options: { no_cache: true } })
  await reached(server, second, 'verifying')
  // The files need no database; the publication waits for it, and the worker dies waiting.
  const staged = join(wikis, key, `${second}-1`)
  await expect.poll(() => existsSync(staged) || existsSync(`${staged}.new`), { timeout: patienceMs, interval: 1 }).toBe(true)
  const database = openDatabase(join(server.dataDir, 'codewiki.db'), { durability: 'full' })
  database.exec('BEGIN IMMEDIATE')
  await expect.poll(() => existsSync(staged), { timeout: patienceMs, interval: 1 }).toBe(true)
  expect(await server.job(second)).toMatchObject({ status: 'processing' })
  process.kill(server.workerPid, 'SIGKILL')
  database.exec('COMMIT')
  database.close()
  expect((await fetch(page)).status).toBe(200)
  const job = await completedOnce(server, second)
  expect(job['attempt']).toBe(2)
  expect((await fetch(page)).status).toBe(200)

  const old = new Date(Date.now() - twoHoursMs)
  for (const name of readdirSync(join(wikis, key))) if (name !== `${second}-2`) utimesSync(join(wikis, key, name), old, old)
  await expect.poll(() => readdirSync(join(wikis, key)), { timeout: 20_000 }).toEqual([`${second}-2`])
  await server.stop()
})
