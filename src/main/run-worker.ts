import type { WakeUp } from '../jobs/wake-up.js'
import { createLogger, type Logger } from '../platform/logger.js'
import { composeWorker, type ComposedWorker } from './compose-worker.js'
import type { WebAppConfig } from './config.js'
import { openWorkspace, type Workspace } from './workspace.js'

export interface StartedWorker {
  readonly stop: () => Promise<void>
}

/**
 * Claims and runs jobs until it is stopped; then it hands back what runs, within the grace period. A start that fails leaves nothing
 * open: the process can end, and whoever keeps it running can start it again.
 */
export async function startWorker(config: WebAppConfig, wakeUp: WakeUp): Promise<StartedWorker> {
  const logger = createLogger(config.logLevel)
  const workspace = await openWorkspace({ config, wakeUp, logger, localRoots: config.localRoots })
  const { worker, housekeeper, close } = await composedOrClosed(workspace, { config, logger })
  workspace.hearWork()
  housekeeper.start()
  worker.start()
  return {
    stop: async () => {
      await Promise.all([housekeeper.stop(), worker.stop(config.graceSeconds * 1000)])
      await close()
      await workspace.close()
    },
  }
}

async function composedOrClosed(workspace: Workspace, options: { readonly config: WebAppConfig; readonly logger: Logger }): Promise<ComposedWorker> {
  try {
    return composeWorker(workspace, options)
  } catch (error) {
    await workspace.close()
    throw error
  }
}
