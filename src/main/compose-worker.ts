import { hostname } from 'node:os'
import { setMaxListeners } from 'node:events'
import { SqliteFactsCache } from '../analysis/adapters/sqlite/sqlite-facts-cache.js'
import { TreeSitterFileParser } from '../analysis/adapters/tree-sitter/tree-sitter-file-parser.js'
import { BackgroundWorker } from '../jobs/background-worker.js'
import { defaultRetryPolicy } from '../jobs/decide-outcome.js'
import { Housekeeper } from '../jobs/housekeeper.js'
import { sweepAttemptFolders } from '../pipeline/attempt-folder.js'
import { documentRepository } from '../pipeline/document-repository.js'
import { systemClock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import { closeDatabase } from '../platform/sqlite/close-database.js'
import { keepWithin } from '../platform/sqlite/keep-within.js'
import { openDatabase } from '../platform/sqlite/open-database.js'
import { ForkedPageRenderer } from '../rendering/adapters/forked/forked-page-renderer.js'
import { SqliteRenderCache } from '../rendering/adapters/sqlite/sqlite-render-cache.js'
import { rememberingRenderer } from '../rendering/remembering-renderer.js'
import { GitRepositoryProcessor } from '../repositories/adapters/git/git-repository-processor.js'
import { reapOrphans } from '../repositories/adapters/git/reap-orphans.js'
import { recordsFolder } from '../repositories/adapters/git/run-git.js'
import { parseCidrs, systemResolver } from '../repositories/adapters/git/vet-address.js'
import { composeSpending } from './compose-budget.js'
import type { WebAppConfig } from './config.js'
import { renderingVersion } from './rendering-version.js'
import { version } from './version.js'
import { folders, type Workspace } from './workspace.js'

export interface ComposedWorker {
  readonly worker: BackgroundWorker
  readonly housekeeper: Housekeeper
  readonly close: () => Promise<void>
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const factsKeptDays = 90
/** A staged wiki waits for its job's completion for at most moments; an hour is generous. */
const sweepGraceMs = hourMs

/** Git packs source code four times smaller, or more. */
const usualPacking = 4

/** Entries of the processes that the worker forks, below the built `dist`. */
const distRoot = new URL('../', import.meta.url)

export function composeWorker(workspace: Workspace, options: { readonly config: WebAppConfig; readonly logger: Logger }): ComposedWorker {
  setMaxListeners(50)
  const { config, logger } = options
  const at = folders(config.dataDir)
  const factsDatabase = openDatabase(at.facts, { durability: 'normal' })
  const facts = new SqliteFactsCache(factsDatabase)
  const processes = config.analysisProcesses
  const parser = new TreeSitterFileParser({ entry: new URL('analysis/adapters/tree-sitter/parse-child.js', distRoot), processes })
  const rendered = new SqliteRenderCache(factsDatabase)
  const renderer = rememberingRenderer({
    renderer: new ForkedPageRenderer({ entry: new URL('rendering/adapters/forked/render-child.js', distRoot), processes }),
    cache: rendered,
    version: renderingVersion(),
    logger,
  })
  const repositories = new GitRepositoryProcessor({
    home: at.gitHome,
    allowHttp: config.allowHttp,
    allowed: parseCidrs(config.allowedCidrs),
    resolveHost: systemResolver,
    cloneTimeoutMs: config.cloneTimeoutSeconds * 1000,
    maxBytes: config.maxRepositoryMb * 1024 ** 2,
    maxEntries: config.maxFiles,
  })
  const deps = { repositories, analysis: { parser, facts }, generator: workspace.generator, renderer, cache: workspace.cache, library: workspace.library, logger, spending: composeSpending(workspace, config) }
  const settings = { tempFolder: at.temp, version, maxFileBytes: config.maxFileKb * 1024, maxFiles: config.maxFiles, maxTotalBytes: config.maxRepositoryMb * 1024 ** 2 * usualPacking, modelConcurrency: config.llmConcurrency }
  const worker = new BackgroundWorker(
    {
      store: workspace.jobs,
      checkpoints: workspace.checkpoints,
      wakeUp: workspace.wakeUp,
      clock: systemClock,
      logger,
      random: Math.random,
      run: (job, run) => documentRepository(job, run, deps, settings),
    },
    {
      workerId: `${hostname()}-${process.pid}`,
      concurrency: config.concurrency,
      maxRunning: config.maxRunning,
      maxRunningPerHost: config.maxRunningPerHost,
      maxRunningPerSubmitter: config.maxRunningPerSubmitter,
      leaseMs: config.leaseSeconds * 1000,
      heartbeatMs: (config.leaseSeconds * 1000) / 3,
      pollMs: 1_000,
      maxCrashes: 3,
      retry: defaultRetryPolicy,
    },
  )
  const isRunning = async (jobId: string, attempt: number) => {
    const job = await workspace.jobs.find(jobId)
    return job?.status === 'processing' && job.attempt === attempt
  }
  const chores = [
    { name: 'left git processes', run: () => reapOrphans(recordsFolder(at.gitHome)) },
    { name: 'left attempt folders', run: () => sweepAttemptFolders(at.temp, isRunning) },
    {
      name: 'expired wikis',
      run: async () => {
        const maxBytes = config.cacheMaxGb === undefined ? undefined : config.cacheMaxGb * 1024 ** 3
        return (await workspace.cache.prune({ maxAgeMs: config.cacheExpiryDays * dayMs, maxBytes })).removed.length
      },
    },
    { name: 'unpublished wikis', run: () => workspace.cache.sweep(sweepGraceMs) },
    { name: 'old facts', run: async () => facts.trim(factsKeptDays) + rendered.trim(factsKeptDays) + keepWithin(factsDatabase, [facts, rendered], config.factsMaxGb * 1024 ** 3) },
    { name: 'old spending', run: () => workspace.spending.trim(new Date(Date.now() - Math.max(2 * dayMs, config.jobCleanupHours * hourMs))) },
    { name: 'free pages', run: () => workspace.tidy() },
  ]
  const housekeeper = new Housekeeper(
    { store: workspace.jobs, clock: systemClock, logger, chores },
    { intervalMs: Math.min(hourMs, config.leaseSeconds * 1000), retentionMs: config.jobCleanupHours * hourMs },
  )
  return {
    worker,
    housekeeper,
    close: async () => {
      await Promise.all([parser.close(), renderer.close()])
      closeDatabase(factsDatabase)
    },
  }
}
