import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PageUpgrade, WikiUpgrade } from '../../../src/cache/wiki-upgrades.js'
import { publish, type CacheWorld } from './cache-world.js'
import { keyOf, one, shop, two } from './sample-wiki.js'

const over = keyOf(one)
const target = keyOf(two)
const upgrade: WikiUpgrade = { kind: 'wiki-upgrade', over, target, jobId: 'job-1', pages: ['overview', 'job-queue'] }
const draft = {
  ...{ title: 'Job queue', markdown: '# Job queue\n\nExplained \0 \ud83d.\n', html: '<h1>Job queue</h1><p>Explained \0.</p>', origin: 'model' as const },
  ...{ contents: [{ level: 2 as const, anchor: 'how-it-works', text: 'How it works' }], anchors: ['part', 'how-it-works'], undrawnDiagrams: [] },
}
const page = { kind: 'page-upgrade', over, slug: 'job-queue' } as const
const explained: PageUpgrade = { ...page, state: 'explained', model: 'm', draft }
const unexplained: PageUpgrade = { ...page, slug: 'overview', state: 'unexplained', reason: { code: 'documentation/x', message: 'It was not to be.' } }

/** What `WikiUpgrades` promises, on any place that keeps wikis. */
export function upgradesContract(name: string, makeWorld: () => Promise<CacheWorld>): void {
  describe(`upgrades on ${name}`, () => {
    let world: CacheWorld
    beforeEach(async () => {
      world = await makeWorld()
      await publish(world, one)
    })
    afterEach(() => world.close())

    const open = async (commit = one) => {
      const wiki = await world.library.open({ ...shop, commit })
      if (wiki === undefined) throw new Error('no wiki')
      return wiki
    }
    const states = async () => Object.fromEntries([...((await (await open()).upgrade())?.pages ?? [])].map(([slug, { state }]) => [slug, state]))

    it('are unknown of a wiki that nobody upgrades', async () => {
      const wiki = await open()
      expect(await wiki.upgrade()).toBeUndefined()
      expect(await wiki.currentPage('job-queue')).toEqual(wiki.page('job-queue'))
      expect(await wiki.currentPage('no-such-page')).toBeUndefined()
    })

    it('show an explained page at once, in its place among the others', async () => {
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      const wiki = await open()
      const now = await wiki.currentPage('job-queue')
      expect(now).toMatchObject({ ...draft, slug: 'job-queue', kind: 'module', previous: { slug: 'overview' } })
      expect(now?.upgradedAt).toBeInstanceOf(Date)
      expect(wiki.page('job-queue')?.origin).toBe('analysis')
      expect(await wiki.upgrade()).toMatchObject({ upgrade })
    })

    it('tell which page is under way, explained, or could not be and why', async () => {
      await world.upgrade(upgrade)
      await world.upgrade({ ...page, state: 'under-way' })
      await world.upgrade(unexplained)
      expect(await states()).toEqual({ 'job-queue': 'under-way', overview: 'unexplained' })
      expect((await (await open()).upgrade())?.pages.get('overview')).toMatchObject({ reason: { code: 'documentation/x', message: 'It was not to be.' } })
      await world.upgrade(explained)
      expect(await states()).toEqual({ 'job-queue': 'explained', overview: 'unexplained' })
    })

    it('begun again keep what is explained and nothing else', async () => {
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      await world.upgrade(unexplained)
      await world.upgrade({ ...upgrade, jobId: 'job-2' })
      expect(await states()).toEqual({ 'job-queue': 'explained' })
      expect((await (await open()).upgrade())?.upgrade.jobId).toBe('job-2')
    })

    it('go with the wiki that they lie over, and when the one that they were meant for is published', async () => {
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      await publish(world, two)
      expect(await (await open()).upgrade()).toBeUndefined()
      await world.upgrade(upgrade)
      await publish(world, one, 2)
      expect(await (await open()).upgrade()).toBeUndefined()
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      await world.cache.remove(over)
      await publish(world, one, 3)
      expect(await (await open()).upgrade()).toBeUndefined()
    })

    it('of a wiki that is gone, or that nobody has begun, are not kept', async () => {
      await world.upgrade(explained)
      expect((await (await open()).currentPage('job-queue'))?.origin).toBe('analysis')
      await world.upgrade({ ...upgrade, over: target })
      await world.upgrade({ ...explained, over: target })
      await publish(world, two)
      expect(await (await open(two)).upgrade()).toBeUndefined()
    })
  })
}
