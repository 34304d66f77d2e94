import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheContract } from './cache-contract.js'
import { filesystemWorld, publish, type CacheWorld } from './cache-world.js'
import { keyOf, one } from './sample-wiki.js'

cacheContract('files and SQLite', filesystemWorld)

describe('a wiki in its folder', () => {
  let world: CacheWorld
  beforeEach(async () => {
    world = await filesystemWorld()
  })
  afterEach(() => world.close())

  it('is gone when its files are, whatever its record says', async () => {
    const { record } = await publish(world, one)
    rmSync(join(world.folder, record.location), { recursive: true })
    expect(await world.cache.find(keyOf(one))).toBeUndefined()
    expect(await world.library.openByKey(record.key)).toBeUndefined()
  })

  it('knows what comes before and after a page, and where it hangs', async () => {
    const wiki = await publish(world, one)
    expect(wiki.page('job-queue')).toMatchObject({
      title: 'Job queue',
      previous: { slug: 'overview' },
      next: undefined,
      breadcrumbs: [{ slug: 'overview' }, { slug: 'job-queue' }],
    })
    expect(wiki.fileNames()).toEqual(['empty.json', 'job-queue.md', 'module_tree.json', 'modules.json', 'overview.md'])
  })

  it.each([
    ['movetof', 'whole prefix'],
    ['failed', 'part of a camelCase name'],
    ['later', 'part of a snake_case name'],
    ['wrokers', 'typo'],
    ['retry vanish', 'two words'],
  ])('finds %s (%s)', async (query) => {
    expect((await (await publish(world, one)).search(query, 5)).map(({ slug }) => slug)).toEqual(['job-queue'])
  })

  it.each(['', '"', '* OR', 'a AND', '(((', "'; DROP TABLE pages; --", 'NEAR(', '日本', '\u0000'])(
    'does not break on the query %j',
    async (query) => {
      expect(Array.isArray(await (await publish(world, one)).search(query, 5))).toBe(true)
    },
  )

  it('shows sources and folders by their exact path, and nothing by any other', async () => {
    const wiki = await publish(world, one)
    expect(wiki.source('src/queue/job.ts')?.text).toBe('export const x = 1\n')
    expect(wiki.folder('')).toEqual([
      { name: 'src', path: 'src', isFolder: true },
      { name: 'README.md', path: 'README.md', isFolder: false },
    ])
    for (const path of ['../wiki.db', 'src/../README.md', '/etc/passwd', 'README.md\0', '%2e%2e/x', 'src\\queue', '']) {
      expect(wiki.source(path)).toBeUndefined()
      expect(wiki.file(path)).toBeUndefined()
    }
    expect(wiki.folder('../')).toBeUndefined()
  })
})
