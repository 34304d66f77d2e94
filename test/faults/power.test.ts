import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { jobMigrations } from '../../src/jobs/adapters/sqlite/migrations.js'
import { sqliteJobStore } from '../../src/jobs/adapters/sqlite/sqlite-job-store.js'
import { bootId } from '../../src/platform/boot-id.js'
import { systemClock } from '../../src/platform/clock.js'
import { migrate } from '../../src/platform/sqlite/migrate.js'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { sql } from '../../src/platform/sqlite/prepared.js'
import { Chance } from '../chaos/chance.js'

const folder = mkdtempSync(join(tmpdir(), 'codewiki-power-'))
const chance = new Chance(3)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const openStore = (database: ReturnType<typeof openDatabase>) =>
  sqliteJobStore({ database, clock: systemClock, bootId: bootId(), recordPublication: () => undefined })

/** An ext4 in a file, whose copy is what a disk holds when the power goes: nothing that was not synced. */
function mountImage(image: string, mount: string): boolean {
  mkdirSync(mount, { recursive: true })
  try {
    execFileSync('mount', ['-o', 'loop,commit=600', image, mount], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function makeDisk(): string | undefined {
  if (process.platform !== 'linux' || userInfo().uid !== 0) return undefined
  const image = join(folder, 'disk.img')
  try {
    execFileSync('truncate', ['-s', '64M', image])
    execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return mountImage(image, join(folder, 'disk')) ? image : undefined
}

const image = makeDisk()
if (image === undefined) console.log('S3 is skipped: this machine lets nobody mount an ext4 from a file')
const cuts = 6

describe.runIf(image !== undefined)('a power cut', { timeout: 180_000 }, () => {
  afterAll(() => execFileSync('umount', ['--lazy', join(folder, 'disk')]))

  it(`S3: at ${cuts} moments loses no submission and no outcome that was acknowledged, and leaves a whole database`, async () => {
    const path = join(folder, 'disk', 'codewiki.db')
    const script = fileURLToPath(new URL('./children/insert-and-complete.mjs', import.meta.url))
    const writer = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    let printed = ''
    writer.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    const acknowledged = () => printed.split('\n').slice(0, -1)
    for (let cut = 0; cut < cuts; cut += 1) {
      const target = acknowledged().length + chance.between(1, 40)
      await expect.poll(() => acknowledged().length, { timeout: 30_000, interval: 1 }).toBeGreaterThan(target)
      writer.kill('SIGSTOP')
      const before = acknowledged()
      const copy = join(folder, `cut-${cut}.img`)
      copyFileSync(image ?? '', copy)
      writer.kill('SIGCONT')
      const mount = join(folder, `cut-${cut}`)
      expect(mountImage(copy, mount)).toBe(true)
      const database = openDatabase(join(mount, 'codewiki.db'), { durability: 'full' })
      expect(sql.all(database, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      const store = openStore(database)
      // The last word on each. A claim that was not acknowledged by more than itself may be undone: then the job waits as before.
      const promised = new Map(before.map((line) => line.split(' ') as [string, string]))
      for (const [id, status] of promised) {
        const found = (await store.find(id))?.status
        if (status === 'completed') expect(found).toBe('completed')
        else expect(['queued', 'processing', 'completed']).toContain(found)
      }
      database.close()
      execFileSync('umount', ['--lazy', mount])
      rmSync(copy)
    }
    writer.kill('SIGKILL')
    await once(writer, 'close')
  })
})

const jobs = 30_000

describe('a migration', { timeout: 180_000 }, () => {
  it('J21: that is killed at any moment is either done or not begun; the next start brings it to its end with every job', async () => {
    const old = join(folder, 'old.db')
    writeOldDatabase(old)
    const usualMs = await migration(old, Infinity)
    let interrupted = 0
    for (let round = 0; round < 6; round += 1) {
      const path = join(folder, `killed-${round}.db`)
      copyFileSync(join(folder, 'old.db.before'), path)
      const took = await migration(path, (usualMs * (round + 0.5)) / 6)
      interrupted += Number.isNaN(took) ? 1 : 0
      const database = openDatabase(path, { durability: 'full' })
      const store = openStore(database)
      expect(await store.figures()).toMatchObject({ queued: jobs, processing: 0 })
      expect(sql.get(database, `SELECT version FROM schema_versions WHERE area = 'jobs'`)).toEqual({ version: jobMigrations.length })
      expect(sql.all(database, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }])
      database.close()
    }
    expect(interrupted).toBeGreaterThan(0)
  })
})

/** The first schema, with so many jobs that bringing them over takes a while. */
function writeOldDatabase(path: string): void {
  const database = openDatabase(path, { durability: 'normal' })
  migrate(database, 'jobs', jobMigrations.slice(0, 1))
  database.exec(`
    WITH RECURSIVE n(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM n WHERE at < ${jobs})
    INSERT INTO jobs SELECT printf('%08d', at), 'https://e.org/o/n' || at, 'e.org', 'o', 'n' || at, 'o--n', '{"kind":"default"}',
      '{"include":[],"exclude":[],"noCache":false}', 'k' || at, 's' || (at % 50), NULL, 1, 'queued', 0, 0, 0, 0, NULL, NULL, '[]',
      '{"message":"","percent":0}', NULL, 1, NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, 0, '[]' FROM n`)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  copyFileSync(path, `${path}.before`)
}

/** Milliseconds that it took; NaN when it was killed before it was done. */
async function migration(path: string, killAfterMs: number): Promise<number> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./children/migrate.mjs', import.meta.url)), path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let begunAt = 0
  let doneAt = Number.NaN
  let timer: NodeJS.Timeout | undefined
  child.stdout.on('data', (chunk: Buffer) => {
    if (begunAt === 0) {
      begunAt = performance.now()
      if (Number.isFinite(killAfterMs)) timer = setTimeout(() => endChild(child), killAfterMs)
    }
    if (chunk.toString().includes('done')) doneAt = performance.now()
  })
  await once(child, 'close')
  clearTimeout(timer)
  return doneAt - begunAt
}

const endChild = (child: ChildProcess): boolean => child.kill('SIGKILL')
