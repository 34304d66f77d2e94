import type { CliWorkspace, Flags } from '../cli/cli-deps.js'
import { memoryWakeUp } from '../jobs/adapters/memory/memory-wake-up.js'
import type { JobEvent } from '../jobs/job-event.js'
import { isOpen, type JobStatus } from '../jobs/job-status.js'
import { importOriginal } from '../pipeline/import-original/import-original.js'
import { AppError } from '../platform/app-error.js'
import { systemClock } from '../platform/clock.js'
import { createLogger } from '../platform/logger.js'
import { composeWorker } from './compose-worker.js'
import { configFile, readConfig } from './config.js'
import { exportWiki, oneRenderer } from './export-wiki.js'
import { openWorkspace, type Workspace } from './workspace.js'

/** The data folder for one command: the same stores and, when it works itself, the same worker as the server's. */
export async function openCliWorkspace(flags: Flags): Promise<CliWorkspace> {
  const { config } = readConfig({ env: process.env, flags, file: configFile })
  const logger = createLogger(flags['logLevel'] === undefined && process.env['CODEWIKI_LOG_LEVEL'] === undefined ? 'silent' : config.logLevel)
  const workspace = await openWorkspace({ config, wakeUp: memoryWakeUp(), logger, localRoots: 'any' })
  return {
    jobs: workspace.jobs,
    cache: workspace.cache,
    submit: workspace.submit,
    follow: (jobId, onEvent, signal) => followJob(workspace, jobId, onEvent, signal),
    work: async (jobId, onEvent, signal) => {
      const composed = composeWorker(workspace, { config, logger })
      await composed.housekeeper.tick()
      composed.worker.start()
      const cancel = () => void workspace.jobs.cancel(jobId).catch(() => undefined)
      signal.addEventListener('abort', cancel, { once: true })
      try {
        return await followJob(workspace, jobId, onEvent, new AbortController().signal)
      } finally {
        await composed.worker.stop(config.graceSeconds * 1000)
        await composed.close()
      }
    },
    compare: (repository, from, to) => workspace.compare(workspace.parse({ repository }), from, to),
    hasPage: async ({ key }, slug) => (await workspace.library.openByKey(key))?.page(slug) !== undefined,
    exportWiki: (key, folder, options) => exportWiki(workspace, { key, folder, ...options }),
    importOriginal: async (folder, abort) => {
      const renderer = oneRenderer()
      try {
        return await importOriginal(folder, { ...workspace, renderer, record: workspace.recordWiki, clock: systemClock }, abort)
      } finally {
        await renderer.close()
      }
    },
    close: () => workspace.close(),
  }
}

const lookMs = 100

/** Reads new lines of the log until the job has ended. */
async function followJob(workspace: Workspace, jobId: string, onEvent: (event: JobEvent) => void, signal: AbortSignal): Promise<JobStatus> {
  let after = 0
  for (;;) {
    const job = await workspace.jobs.find(jobId)
    if (job === undefined) throw new AppError('jobs/not-found', 'missing', 'The job was removed.')
    for (const event of await workspace.jobs.events(jobId, after, 1_000)) {
      after = event.sequence
      onEvent(event)
    }
    if (!isOpen(job) || signal.aborted) return job
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}
