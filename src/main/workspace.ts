import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FilesystemCacheManager } from '../cache/adapters/filesystem/filesystem-cache-manager.js'
import { FilesystemWikiLibrary } from '../cache/adapters/filesystem/filesystem-wiki-library.js'
import { WikiFolders } from '../cache/adapters/filesystem/wiki-folders.js'
import type { CacheManager } from '../cache/cache-manager.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import { generatorFor, type DocumentationGenerator } from '../documentation/documentation-generator.js'
import type { WakeUp } from '../jobs/wake-up.js'
import { forkedComparison } from './forked-comparison.js'
import { makeComparePublished, type ComparePublished } from '../pipeline/compare-published.js'
import { makeEstimateRepository, type EstimateRepository } from '../pipeline/estimate-repository.js'
import { makeSubmitRepository, type SubmitRepository } from '../pipeline/submit-repository.js'
import { systemClock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import { makeParseRepository, type ParseRepository } from '../repositories/parse-repository.js'
import { requirePrices } from './compose-budget.js'
import { composeGenerator } from './compose-generator.js'
import type { WebAppConfig } from './config.js'
import { openLocalStores } from './local-stores.js'
import { unpricedModels } from './model-prices.js'
import type { Stores } from './stores.js'

/** What every process of ours shares: the stores, and what is made of them. */
export interface Workspace extends Pick<Stores, 'jobs' | 'checkpoints' | 'feed' | 'wakeUp' | 'recordWiki' | 'hearWork' | 'tidy' | 'ledger' | 'spending'> {
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly generator: DocumentationGenerator
  readonly submit: SubmitRepository
  readonly estimate: EstimateRepository
  readonly compare: ComparePublished
  readonly parse: ParseRepository
  readonly close: () => Promise<void>
}

export interface WorkspaceOptions {
  readonly config: WebAppConfig
  /** How processes of this machine wake each other; with PostgreSQL its engine does. */
  readonly wakeUp: WakeUp
  readonly logger: Logger
  /** The command line reads whatever its user can; a server only below the configured roots. */
  readonly localRoots: 'any' | readonly string[]
}

const dayMs = 86_400_000

export const folders = (dataDir: string) => ({
  database: join(dataDir, 'codewiki.db'),
  facts: join(dataDir, 'facts.db'),
  wikis: join(dataDir, 'wikis'),
  temp: join(dataDir, 'tmp'),
  gitHome: join(dataDir, 'git-home'),
})

export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { config, logger } = options
  requirePrices(config)
  const at = folders(config.dataDir)
  for (const folder of [at.wikis, at.temp, at.gitHome]) mkdirSync(folder, { recursive: true })
  const stores = await openStores(options)
  const wikiFolders = new WikiFolders(at.wikis, stores.archive)
  const cache = new FilesystemCacheManager(
    { records: stores.records, folders: wikiFolders, clock: systemClock },
    { maxAgeMs: config.cacheExpiryDays * dayMs },
  )
  const library = new FilesystemWikiLibrary({ records: stores.records, folders: wikiFolders, upgrades: stores.upgrades })
  const generator = composeGenerator(config, stores, logger)
  const parse = makeParseRepository({ allowHttp: config.allowHttp, localRoots: options.localRoots })
  const comparison = forkedComparison((location) => wikiFolders.path(location), new URL('compare-child.js', import.meta.url))
  const { jobs } = stores
  return {
    ...stores,
    cache,
    library,
    generator,
    submit: makeSubmitRepository(
      { jobs, cache, parse, fingerprint: (chosen) => generatorFor(generator, chosen).fingerprint(chosen), logger },
      { queueSize: config.queueSize, queueSizePerSubmitter: config.queueSizePerSubmitter, mainModel: generator.mainModel, unpricedModels: unpricedModels(config) },
    ),
    compare: makeComparePublished(library, comparison.compare),
    estimate: makeEstimateRepository({ jobs, parse, mainModel: generator.mainModel }),
    parse,
    close: async () => {
      await comparison.close()
      await library.close()
      await stores.close()
    },
  }
}

async function openStores({ config, wakeUp, logger }: WorkspaceOptions): Promise<Stores> {
  const { databaseUrl, databaseSchema, concurrency } = config
  if (databaseUrl === undefined) return openLocalStores(folders(config.dataDir).database, wakeUp)
  // The driver and the engine are loaded only where they are used.
  const { openSharedStores } = await import('./shared-stores.js')
  return openSharedStores({ databaseUrl, databaseSchema, concurrency }, logger)
}
