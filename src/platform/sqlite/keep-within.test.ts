import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keepWithin } from './keep-within.js'
import { closeDatabase } from './close-database.js'
import { openDatabase } from './open-database.js'
import { TextCache } from './text-cache.js'

const texts = (name: string, count: number) => new Map(Array.from({ length: count }, (_, at) => [`${name} ${at}`, randomBytes(5_000).toString('hex')] as const))
const megabyte = 1024 ** 2

it('keeps a file of texts within its bytes: what nobody has asked for longest goes first, from whichever table', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codewiki-sqlite-'))
  const path = join(folder, 'facts.db')
  const database = openDatabase(path, { durability: 'normal' })
  const [facts, pages] = [new TextCache(database, 'facts'), new TextCache(database, 'rendered')]
  await facts.put(texts('old', 600))
  await pages.put(texts('page', 100))
  database.exec('UPDATE facts SET used_day = used_day - 9')
  database.exec('UPDATE rendered SET used_day = used_day - 5')
  await facts.put(texts('new', 600))
  const known = async (cache: TextCache, name: string, count: number) => (await cache.get([...texts(name, count).keys()])).size
  const size = () => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    return statSync(path).size
  }

  expect(keepWithin(database, [facts, pages], 100 * megabyte)).toBe(0)
  const full = size()
  expect(keepWithin(database, [facts, pages], full - megabyte)).toBe(500)
  expect(size()).toBeLessThanOrEqual(full - megabyte)
  expect(await known(facts, 'new', 600)).toBe(600)
  expect(await known(pages, 'page', 100)).toBe(100)
  database.exec('UPDATE rendered SET used_day = used_day - 5')
  expect(keepWithin(database, [facts, pages], full / 2)).toBe(200)
  expect([await known(facts, 'old', 600), await known(pages, 'page', 100), await known(facts, 'new', 600)]).toEqual([0, 0, 600])

  expect(keepWithin(database, [facts, pages], 0)).toBe(600)
  expect(keepWithin(database, [facts, pages], 0)).toBe(0)
  closeDatabase(database)
  rmSync(folder, { recursive: true })
})
