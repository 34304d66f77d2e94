import { readdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dayMs, publish, type CacheWorld } from './cache-world.js'
import { upgradesContract } from './upgrades-contract.js'
import { keyOf, modulesOf, one, sampleWiki, shop, two } from './sample-wiki.js'

/** What `CacheManager` promises, on any place that keeps wikis. */
export function cacheContract(name: string, makeWorld: () => Promise<CacheWorld>): void {
  describe(`the cache on ${name}`, () => {
    let world: CacheWorld
    beforeEach(async () => {
      world = await makeWorld()
    })
    afterEach(() => world.close())

    it('shows a staged wiki only once its record is committed', async () => {
      const staged = await world.cache.stage(sampleWiki(one))
      expect(await world.cache.find(staged.key)).toBeUndefined()
      await world.record(staged)
      expect(await world.cache.find(staged.key)).toEqual(staged)
    })

    it('never gives one commit for another', async () => {
      await publish(world, one)
      expect(await world.cache.find(keyOf(two))).toBeUndefined()
      expect(await world.cache.find(keyOf(one, 'other settings'))).toBeUndefined()
    })

    it('does not find what has expired', async () => {
      await publish(world, one)
      world.wall.nowMs += 11 * dayMs
      expect(await world.cache.find(keyOf(one))).toBeUndefined()
    })

    it('removes records with their files', async () => {
      await publish(world, one)
      expect(await world.cache.remove(keyOf(one))).toBe(true)
      expect(readdirSync(world.folder)).toEqual([])
      expect(await world.cache.list()).toEqual([])
      expect(await world.cache.remove(keyOf(one))).toBe(false)
    })

    it('lets a later wiki of the same key take the place of the earlier', async () => {
      await publish(world, one, 1)
      world.wall.nowMs += 1_000
      const { record } = await publish(world, one, 2)
      expect(await world.cache.list()).toEqual([record])
      expect(record.location).toMatch(/-2$/)
    })

    it('keeps what readers have open while the same attempt stores another wiki under the key', async () => {
      const { record } = await publish(world, one)
      const wiki = await world.library.openByKey(record.key)
      const { tree } = sampleWiki(one).wiki
      const other = { ...tree, title: 'Divided', children: tree.children.map((child) => ({ ...child, formerSlugs: ['jobs', 'shop-api'] })) }
      const again = await world.cache.stage({ ...sampleWiki(one), wiki: { ...sampleWiki(one).wiki, tree: other }, isAnother: true })
      expect([wiki?.tree().title, wiki?.page('job-queue')?.slug, wiki?.movedTo('jobs')]).toEqual([tree.title, 'job-queue', undefined])
      await world.record(again)
      const now = await world.library.openByKey(record.key)
      expect([now?.tree().title, now?.movedTo('jobs'), now?.movedTo('job-queue'), now?.movedTo('nobody')]).toEqual(['Divided', 'job-queue', undefined, undefined])
    })

    it('stops before the next file when it is told to, and leaves nothing of the attempt', async () => {
      const stop = new AbortController()
      const reached: string[] = []
      const sources = (async function* () {
        reached.push('sources')
        yield* sampleWiki(one).sources
      })()
      const staging = world.cache.stage({ ...sampleWiki(one), sources, signal: stop.signal })
      stop.abort(new Error('told to stop'))
      await expect(staging).rejects.toThrow('told to stop')
      expect(reached).toEqual([])
      expect(readdirSync(world.folder, { recursive: true }).filter((name) => String(name).includes('.new'))).toEqual([])
    })

    it('lists the newest first', async () => {
      await publish(world, one)
      world.wall.nowMs += 1_000
      await publish(world, two)
      expect((await world.cache.list()).map(({ commit }) => commit)).toEqual([two, one])
    })

    it('prunes by age, and by size the least recently used first', async () => {
      const first = (await publish(world, one)).record
      world.wall.nowMs += dayMs
      const second = (await publish(world, two)).record
      world.wall.nowMs += dayMs
      await world.cache.find(first.key)
      const { removed } = await world.cache.prune({ maxAgeMs: 10 * dayMs, maxBytes: first.sizeBytes + 10 })
      expect(removed).toEqual([second.key])
      expect((await world.cache.prune({ maxAgeMs: dayMs, maxBytes: undefined })).removed).toEqual([first.key])
    })

    it('sweeps folders that no record names, but not young ones', async () => {
      await publish(world, one)
      const left = await world.cache.stage(sampleWiki(two))
      expect(await world.cache.sweep(dayMs)).toBe(0)
      const past = new Date(world.wall.nowMs - 2 * dayMs)
      utimesSync(join(world.folder, left.location), past, past)
      expect(await world.cache.sweep(dayMs)).toBe(1)
      expect(readdirSync(join(world.folder, keyOf(one)))).toHaveLength(1)
      expect(readdirSync(world.folder)).toHaveLength(1)
    })

    it('gives a second attempt a folder of its own', async () => {
      const first = await world.cache.stage(sampleWiki(one, 1))
      const second = await world.cache.stage(sampleWiki(one, 2))
      expect(second.location).not.toBe(first.location)
    })
  })

  upgradesContract(name, makeWorld)

  describe(`the library on ${name}`, () => {
    let world: CacheWorld
    beforeEach(async () => {
      world = await makeWorld()
    })
    afterEach(() => world.close())

    it('opens the newest wiki, one by commit prefix, and none by a wrong or short one', async () => {
      await publish(world, one)
      world.wall.nowMs += 1_000
      await publish(world, two)
      const open = async (commit?: string) => (await world.library.open({ ...shop, commit }))?.record.commit
      expect([await open(), await open('1111111'), await open('3333333'), await open('111'), await open('%%%%%%%')]).toEqual([
        two,
        one,
        undefined,
        undefined,
        undefined,
      ])
    })

    it('opens nothing by a name that no wiki can have', async () => {
      await publish(world, one)
      for (const name of ['shop\0', '%', "shop' OR '1'='1", '']) expect(await world.library.open({ ...shop, name })).toBeUndefined()
      for (const key of ['', '\0', '%']) expect(await world.library.openByKey(key)).toBeUndefined()
    })

    it('has every version of a repository, the one published last first, and what each hands on to the next', async () => {
      await publish(world, two)
      world.wall.nowMs += 1_000
      await publish(world, one)
      const versions = await world.library.versions(shop)
      expect(versions.map(({ commit, moduleRules }) => [commit, moduleRules])).toEqual([[one, 'rules'], [two, 'rules']])
      for (const { key, commit } of versions) expect((await world.library.openByKey(key))?.file('modules.json')).toBe(modulesOf(commit))
      expect(await world.library.versions({ ...shop, name: 'another' })).toEqual([])
    })

    it('gives back the record as it was staged', async () => {
      const staged = await world.cache.stage(sampleWiki(one))
      await world.record(staged)
      expect((await world.library.openByKey(staged.key))?.record).toEqual(staged)
      expect(await world.library.list()).toEqual([staged])
    })

    it('has every page, file and source', async () => {
      const wiki = await publish(world, one)
      expect(wiki.fileNames()).toEqual(['empty.json', 'job-queue.md', 'module_tree.json', 'modules.json', 'overview.md'])
      expect([wiki.file('empty.json'), wiki.page('overview')?.markdown, wiki.source('README.md')?.text]).toEqual([
        '',
        '# Shop\n',
        '# Shop\n',
      ])
      rmSync(join(world.folder, wiki.record.location, 'overview.md'))
      expect(wiki.file('overview.md')).toBe('# Shop\n')
    })
  })
}
