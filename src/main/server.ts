import { statfs } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ipcWakeUp } from '../jobs/adapters/ipc/ipc-wake-up.js'
import { defaultJobOptions } from '../jobs/job-status.js'
import { toAppError } from '../platform/app-error.js'
import { systemClock } from '../platform/clock.js'
import { createLogger } from '../platform/logger.js'
import { ForkedPageRenderer } from '../rendering/adapters/forked/forked-page-renderer.js'
import { makeApp } from '../web/app.js'
import { makePages } from '../web/pages/make-pages.js'
import { checkDataFolder } from './check-data-folder.js'
import type { WebAppConfig } from './config.js'
import { listenError } from './listen-error.js'
import { unpricedModels } from './model-prices.js'
import { version } from './version.js'
import { WorkerProcess } from './worker-process.js'
import { openWorkspace } from './workspace.js'

export interface ServerOptions {
  readonly config: WebAppConfig
  readonly flags: Readonly<Record<string, string | undefined>>
  /** Submitted once the server listens. */
  readonly repository: string | undefined
  readonly withWorker: boolean
}

const freeBytesFloor = 200 * 1024 ** 2
/** CodeWiki documents itself on the first visit: its own checkout. */
const ownRepository = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '')

/** Answers HTTP and nothing heavy: git, parsing and rendering run in other processes. Resolves with the address once it listens. */
export async function startServer({ config, flags, repository, withWorker }: ServerOptions): Promise<{ url: string; stop: () => Promise<void> }> {
  const logger = createLogger(config.logLevel)
  checkDataFolder(config.dataDir, logger)
  const workerProcess = new WorkerProcess(flags, { entry: new URL('worker.js', import.meta.url), graceMs: config.graceSeconds * 1000 }, logger)
  const localRoots = [...config.localRoots, ownRepository]
  const workspace = await openWorkspace({ config, wakeUp: ipcWakeUp(() => workerProcess.child), logger, localRoots })
  const renderer = new ForkedPageRenderer({ entry: new URL('../rendering/adapters/forked/render-child.js', import.meta.url), processes: 1 })
  const readiness = async () => {
    const { bavail, bsize } = await statfs(config.dataDir)
    const reasons = bavail * bsize < freeBytesFloor ? [`Less than ${freeBytesFloor / 1024 ** 2} MiB are free in the data folder.`] : []
    await workspace.jobs.figures().catch((error: unknown) => reasons.push(toAppError(error).message))
    return withWorker && workerProcess.child === undefined ? [...reasons, 'The worker process is restarting.'] : reasons
  }
  const deps = { ...workspace, highlight: (text: string, language: string | undefined) => renderer.highlight(text, language), readiness, clock: systemClock, logger }
  const settings = {
    version,
    host: config.host,
    port: config.port,
    allowedHosts: config.allowedHosts,
    trustProxy: config.trustProxy,
    queueSize: config.queueSize,
    localPaths: config.localRoots.length > 0,
    exampleRepository: ownRepository,
    submitsPerMinute: config.submitsPerMinute,
    docsRetryCooldownMs: config.retryCooldownMinutes * 60_000,
    ...(config.mainModel === undefined ? {} : { model: { name: config.mainModel, isPriced: unpricedModels(config).length === 0 } }),
    assetsFolder: fileURLToPath(new URL('../assets', import.meta.url)),
  }
  const app = await makeApp(deps, settings, makePages(deps, settings))
  const stop = async () => {
    await app.close()
    await workerProcess.stop()
    await renderer.close()
    await workspace.close()
  }
  try {
    const url = await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => Promise.reject(listenError(error, config)))
    if (withWorker) workerProcess.start()
    if (repository !== undefined) await workspace.submit({ input: { repository }, options: defaultJobOptions, submitter: 'operator', priority: 0 })
    return { url, stop }
  } catch (error) {
    // A port that is taken or a repository that cannot be read is a usage error: nothing may stay running behind it.
    await stop()
    throw error
  }
}
