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
const sections = [
  { anchor: '', heading: '', text: 'Job queue' },
  { anchor: 'how-it-works', heading: 'How it works', text: 'Jobs are handed to whichever worker is idle; lease_renewal keeps them \0 \ud83d. When workers vanish, another takes over.' },
]
const explained = { ...page, state: 'explained' as const, model: 'm', draft, sections } satisfies PageUpgrade
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

    const found = async (query: string, limit = 10) => (await (await open()).search(query, limit)).map(({ slug, anchor }) => `${slug}#${anchor}`)

    it('are found by the words of the explanation as soon as they are there, by parts of names and by mistyped ones', async () => {
      await world.upgrade(upgrade)
      expect(await found('whichever idle')).toEqual([])
      await world.upgrade(explained)
      for (const query of ['whichever idle', 'renewal', 'whichevr', 'lease_ren']) expect([query, await found(query)]).toEqual([query, ['job-queue#how-it-works']])
      const [hit] = await (await open()).search('idle', 5)
      expect(hit).toMatchObject({ title: 'Job queue', heading: 'How it works', snippet: expect.stringContaining('\u0002idle\u0003') as string })
    })

    it('are found once, by the newer text, among pages that are as they were', async () => {
      expect(await found('workers vanish')).toEqual(['job-queue#part'])
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      expect(await found('workers vanish')).toEqual(['job-queue#how-it-works'])
      expect(await found('orders')).toEqual(['overview#part'])
      expect(await found('moveToFailed')).toEqual([])
      expect(await found('job queue')).toEqual(['job-queue#', 'job-queue#how-it-works'])
      const bare = [{ anchor: '', heading: '', text: 'Orders are what the shop takes.' }]
      await world.upgrade({ ...explained, slug: 'overview', draft: { ...draft, title: 'Shop' }, sections: bare })
      expect(await found('orders')).toEqual(['overview#'])
      expect(await found('shop queue')).toEqual(expect.arrayContaining(['overview#', 'job-queue#', 'job-queue#how-it-works']))
      expect(await found('job queue', 1)).toEqual(['job-queue#'])
    })

    it('are found by what they say last, and no more once they say nothing', async () => {
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      expect(await found('idle')).toHaveLength(1)
      await world.upgrade({ ...explained, sections: [{ anchor: 'how-it-works', heading: 'How it works', text: 'Leases are renewed.' }] })
      expect([await found('idle'), await found('leases')]).toEqual([[], ['job-queue#how-it-works']])
      await world.upgrade({ ...page, state: 'unexplained', reason: { code: 'documentation/x', message: 'No.' } })
      expect([await found('leases'), await found('workers vanish')]).toEqual([[], ['job-queue#part']])
    })

    it('begun again are still found, and are forgotten with the wiki that they lay over', async () => {
      await world.upgrade(upgrade)
      await world.upgrade(explained)
      expect(await found('idle')).toHaveLength(1)
      await world.upgrade({ ...upgrade, jobId: 'job-2' })
      expect(await found('idle')).toHaveLength(1)
      await publish(world, one, 2)
      expect([await found('idle'), await found('workers vanish')]).toEqual([[], ['job-queue#part']])
      // Another upgrade counts from the beginning again, and lower than the one that was read before.
      await world.upgrade(upgrade)
      expect(await found('idle')).toEqual([])
      await world.upgrade({ ...explained, sections: [{ anchor: 'how-it-works', heading: 'How it works', text: 'Idle again.' }] })
      expect(await found('idle')).toEqual(['job-queue#how-it-works'])
    })

    it('give their text in pieces, each once, and nothing where nothing changed', async () => {
      expect(await world.upgrades.textSince(over, undefined)).toBeUndefined()
      await world.upgrade(upgrade)
      const none = await world.upgrades.textSince(over, undefined)
      expect(none).toMatchObject({ pages: [], isMore: false })
      const slugs = Array.from({ length: 230 }, (_, at) => `page-${at}`)
      for (const slug of slugs) await world.upgrade({ ...explained, slug })
      const seen: string[] = []
      let mark = none?.mark
      for (let isMore = true; isMore; ) {
        const text = await world.upgrades.textSince(over, mark)
        expect(text?.pages.length).toBeLessThanOrEqual(100)
        expect(text?.pages[0]?.searched).toEqual({ title: 'Job queue', sections })
        seen.push(...(text?.pages ?? []).map(({ slug }) => slug))
        mark = text?.mark
        isMore = text?.isMore === true
      }
      expect(seen).toEqual(slugs)
      expect((await world.upgrades.textSince(over, mark))?.pages).toEqual([])
      await world.upgrade({ ...page, slug: 'page-7', state: 'plain' })
      expect((await world.upgrades.textSince(over, mark))?.pages).toEqual([{ slug: 'page-7', searched: undefined }])
    })

    it('are found by many who search at the same time, in more wikis than are kept at once', async () => {
      await world.upgrade(upgrade)
      for (let at = 0; at < 120; at += 1) await world.upgrade({ ...explained, slug: `page-${at}` })
      await world.upgrade(explained)
      const commits = Array.from({ length: 6 }, (_, at) => `${at + 3}`.repeat(40))
      for (const commit of commits) {
        await publish(world, commit)
        await world.upgrade({ ...upgrade, over: keyOf(commit), target: `other-${commit}` })
        await world.upgrade({ ...explained, over: keyOf(commit) })
      }
      const searches = [one, ...commits, ...commits, one, one].map(async (commit) => (await (await open(commit)).search('idle', 200)).length)
      expect(await Promise.all(searches)).toEqual([121, ...Array.from({ length: 12 }, () => 1), 121, 121])
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
