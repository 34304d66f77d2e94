import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FilesystemCacheManager } from '../cache/adapters/filesystem/filesystem-cache-manager.js'
import { FilesystemWikiLibrary } from '../cache/adapters/filesystem/filesystem-wiki-library.js'
import { WikiFolders } from '../cache/adapters/filesystem/wiki-folders.js'
import { SqliteWikiRecords } from '../cache/adapters/sqlite/sqlite-wiki-records.js'
import type { CacheManager } from '../cache/cache-manager.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import type { WikiLibrary } from '../cache/wiki-library.js'
import { sqliteModelLedger } from '../documentation/adapters/sqlite/sqlite-model-ledger.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import { sqliteCheckpointStore } from '../jobs/adapters/sqlite/sqlite-checkpoint-store.js'
import { sqliteJobStore } from '../jobs/adapters/sqlite/sqlite-job-store.js'
import { sqliteProgressFeed } from '../jobs/adapters/sqlite/sqlite-progress-feed.js'
import type { CheckpointStore } from '../jobs/checkpoint-store.js'
import type { JobStore } from '../jobs/job-store.js'
import type { ProgressFeed } from '../jobs/progress-feed.js'
import type { WakeUp } from '../jobs/wake-up.js'
import { makeEstimateRepository, type EstimateRepository } from '../pipeline/estimate-repository.js'
import { makeSubmitRepository, type SubmitRepository } from '../pipeline/submit-repository.js'
import { bootId } from '../platform/boot-id.js'
import { systemClock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import { openDatabase } from '../platform/sqlite/open-database.js'
import { makeParseRepository, type ParseRepository } from '../repositories/parse-repository.js'
import { composeGenerator } from './compose-generator.js'
import type { WebAppConfig } from './config.js'

/** What every process of ours shares: the stores of one data folder. */
export interface Workspace {
  readonly jobs: JobStore
  readonly checkpoints: CheckpointStore
  readonly feed: ProgressFeed
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly generator: DocumentationGenerator
  readonly submit: SubmitRepository
  readonly estimate: EstimateRepository
  readonly parse: ParseRepository
  /** Makes a staged wiki visible that no job made. */
  readonly recordWiki: (wiki: PublishedWiki) => void
  readonly close: () => Promise<void>
}

export interface WorkspaceOptions {
  readonly config: WebAppConfig
  readonly wakeUp: WakeUp
  readonly logger: Logger
  /** The command line reads whatever its user can; a server only below the configured roots. */
  readonly localRoots: 'any' | readonly string[]
}

const dayMs = 86_400_000
const feedIntervalMs = 100

export const folders = (dataDir: string) => ({
  database: join(dataDir, 'codewiki.db'),
  facts: join(dataDir, 'facts.db'),
  wikis: join(dataDir, 'wikis'),
  temp: join(dataDir, 'tmp'),
  gitHome: join(dataDir, 'git-home'),
})

export function openWorkspace({ config, wakeUp, logger, localRoots }: WorkspaceOptions): Workspace {
  const at = folders(config.dataDir)
  for (const folder of [at.wikis, at.temp, at.gitHome]) mkdirSync(folder, { recursive: true })
  const database = openDatabase(at.database, { durability: 'full' })
  const records = new SqliteWikiRecords(database)
  const jobs = sqliteJobStore({
    database,
    clock: systemClock,
    bootId: bootId(),
    recordPublication: (publication) => records.record(publication as PublishedWiki),
  })
  const watching = openDatabase(at.database, { durability: 'full' })
  const wikiFolders = new WikiFolders(at.wikis)
  const cache = new FilesystemCacheManager(
    { records, folders: wikiFolders, clock: systemClock },
    { maxAgeMs: config.cacheExpiryDays * dayMs },
  )
  const library = new FilesystemWikiLibrary(records, wikiFolders)
  const generator = composeGenerator(config, sqliteModelLedger(database))
  const parse = makeParseRepository({ allowHttp: config.allowHttp, localRoots })
  const feed = sqliteProgressFeed(watching, feedIntervalMs)
  return {
    jobs,
    checkpoints: sqliteCheckpointStore(database),
    feed,
    cache,
    library,
    generator,
    submit: makeSubmitRepository(
      { jobs, wakeUp, cache, parse, fingerprint: (options) => generator.fingerprint(options), logger },
      { queueSize: config.queueSize, queueSizePerSubmitter: config.queueSizePerSubmitter, mainModel: generator.mainModel },
    ),
    estimate: makeEstimateRepository({ jobs, parse, mainModel: generator.mainModel }),
    parse,
    recordWiki: (wiki) => records.record(wiki),
    close: async () => {
      feed.close()
      await library.close()
      watching.close()
      database.close()
    },
  }
}
