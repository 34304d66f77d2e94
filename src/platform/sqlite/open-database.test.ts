import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { closeDatabase } from './close-database.js'
import { openDatabase, releasePages } from './open-database.js'
import { sql } from './prepared.js'

it('gives the space of what was deleted back to the disk, a part at a time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-sqlite-'))
  const path = join(folder, 'some.db')
  const database = openDatabase(path, { durability: 'normal' })
  database.exec('CREATE TABLE big (value TEXT)')
  const size = () => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return statSync(path).size
  }
  for (let row = 0; row < 100; row++) database.prepare('INSERT INTO big VALUES (?)').run('x'.repeat(40_000))
  const full = size()
  expect(releasePages(database, 10)).toBe(0)
  database.exec('DELETE FROM big')
  expect(releasePages(database, 10)).toBe(10)
  expect(releasePages(database, 1_000_000)).toBeGreaterThan(900)
  expect(size()).toBeLessThan(full / 20)
  database.close()
  rmSync(folder, { recursive: true })
})

it('is closed with everything in the one file, so that a copy of it is whole', () => {
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-sqlite-'))
  const path = join(folder, 'some.db')
  const database = openDatabase(path, { durability: 'full' })
  database.exec('CREATE TABLE kept (value TEXT)')
  sql.run(database, 'INSERT INTO kept VALUES (?)', 'here')
  closeDatabase(database)
  copyFileSync(path, `${path}.copy`)
  const copy = openDatabase(`${path}.copy`, { durability: 'normal', readOnly: true })
  expect(sql.all(copy, 'SELECT value FROM kept')).toEqual([{ value: 'here' }])
  copy.close()
  rmSync(folder, { recursive: true })
})
