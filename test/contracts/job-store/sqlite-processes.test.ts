import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { claimed, completed, inserted, newJob, limits, request, running } from './job-store-world.js'
import { sqliteWorld, type SqliteWorld } from './sqlite-world.js'

describe('job store on SQLite, beyond one process', () => {
  let world: SqliteWorld
  beforeEach(async () => {
    world = await sqliteWorld()
  })
  afterEach(() => world.close())

  it('shows the same jobs, events and checkpoints through another connection', async () => {
    const { job, lease } = await running(world)
    await world.store.settle(lease, completed())
    const other = world.again()
    expect(await other.find(job.id)).toEqual(await world.store.find(job.id))
    expect(await other.events(job.id, 0, 10)).toEqual(await world.store.events(job.id, 0, 10))
    expect(await other.figures()).toEqual(await world.store.figures())
  })

  it('counts every lease of an earlier boot as run out, and none of this one', async () => {
    const { lease } = await running(world)
    expect(await world.again('boot-1').claim(request)).toBeUndefined()
    const claim = await world.again('boot-2').claim(request)
    expect(claim?.lease).toMatchObject({ jobId: lease.jobId, attempt: 2 })
    expect(await world.store.renew(lease, 1_000)).toBe('lost')
  })

  it('shares a queue between two processes: each job is done by exactly one', async () => {
    const ids: string[] = []
    for (let count = 0; count < 300; count++) ids.push(await inserted(world))
    const lines = (await Promise.all(['one', 'two'].map((name) => linesOf('claim-and-complete', [world.path, name])))).flat()
    expect(lines.toSorted()).toEqual(ids.map((id) => `${id} true`).toSorted())
    expect(await world.store.figures()).toMatchObject({ queued: 0, processing: 0, completed: 300 })
    for (const id of ids) expect(await world.store.find(id)).toMatchObject({ status: 'completed', attempt: 1 })
  })

  it('makes one job of equal requests from two connections', async () => {
    const other = world.again()
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? world.store : other).insert(newJob({ openKey: 'same' }), limits)),
    )
    expect(new Set(answers.map((answer) => answer.job.id)).size).toBe(1)
  })

  it('keeps every acknowledged job when its process is killed', async () => {
    const prefix = '01900000-0000-7000-8000'
    const child = spawn(process.execPath, [script('insert-and-acknowledge'), world.path, prefix], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8')
        if (printed.split('\n').length > 50) resolve()
      })
    })
    child.kill('SIGKILL')
    await once(child, 'close')
    const acknowledged = printed.split('\n').slice(0, -1)
    expect(acknowledged.length).toBeGreaterThanOrEqual(50)
    const found = world.again()
    for (const id of acknowledged) expect(await found.find(id)).toMatchObject({ status: 'queued', version: 1 })
    expect((await claimed(world)).job.id).toBe(acknowledged[0])
  })

  it('waits for the disk with each commit when durability is full', () => {
    const database = openDatabase(world.path, { durability: 'full' })
    expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 })
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' })
    database.close()
  })

  it('refuses a database that a newer program has written', () => {
    const database = openDatabase(world.path, { durability: 'normal' })
    database.exec(`UPDATE schema_versions SET version = 99 WHERE area = 'jobs'`)
    database.close()
    expect(() => world.again()).toThrowError(expect.objectContaining({ code: 'platform/newer-schema', kind: 'conflict' }))
  })
})

const script = (name: string): string => fileURLToPath(new URL(`children/${name}.mjs`, import.meta.url))

async function linesOf(name: string, args: readonly string[]): Promise<string[]> {
  const child = spawn(process.execPath, [script(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(0)
  return Buffer.concat(chunks).toString('utf8').split('\n').filter(Boolean)
}
