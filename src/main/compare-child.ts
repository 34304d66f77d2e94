import { openWikiIndex } from '../cache/adapters/filesystem/open-wiki.js'
import { openWikiFile } from '../cache/adapters/filesystem/wiki-index.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import { compareWikis } from '../documentation/compare/compare-wikis.js'
import type { WikiComparison } from '../documentation/compare/wiki-comparison.js'
import type { WikiState } from '../documentation/compare/wiki-state.js'
import { readWikiState } from '../pipeline/read-wiki-state.js'
import { serveRequests } from '../platform/child-pool.js'

export interface WikiOnDisk {
  readonly record: Pick<PublishedWiki, 'commit' | 'fingerprint' | 'coverage'>
  readonly folder: string
}

export interface CompareRequest {
  readonly before: WikiOnDisk
  readonly after: WikiOnDisk
}

/** Entry of a forked process that reads two wikis whole and tells what changed. */
serveRequests(async ({ before, after }: CompareRequest): Promise<WikiComparison> => compareWikis(await read(before), await read(after)))

async function read({ record, folder }: WikiOnDisk): Promise<WikiState> {
  const database = openWikiFile(folder)
  if (database === undefined) throw new Error('the wiki was removed')
  try {
    return await readWikiState({ ...openWikiIndex(record as PublishedWiki, () => database) })
  } finally {
    database.close()
  }
}
