import type { OpenWiki } from '../../wiki-library.js'
import type { UpgradeProgress, WikiUpgrades } from '../../wiki-upgrades.js'
import type { ExplainedIndexes } from './explained-indexes.js'
import type { WikiIndex } from './open-wiki.js'

/** The published wiki with the pages that were explained since. What is known of the upgrade is asked for once. */
export function upgradable(wiki: WikiIndex, upgrades: WikiUpgrades, explained: ExplainedIndexes): OpenWiki {
  const { key } = wiki.record
  let asked: Promise<UpgradeProgress | undefined> | undefined
  const upgrade = () => (asked ??= upgrades.progressOf(key))
  return {
    ...wiki,
    upgrade,
    search: (query, limit) => explained.use(key, (index) => wiki.search(query, limit, index)),
    currentPage: async (slug) => {
      const page = wiki.page(slug)
      const known = (await upgrade())?.pages.get(slug)
      if (page === undefined || known?.state !== 'explained') return page
      const draft = await upgrades.draft(key, slug)
      return draft === undefined ? page : { ...page, ...draft, upgradedAt: known.at }
    },
  }
}
