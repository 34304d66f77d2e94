import type { WakeUp } from '../jobs/wake-up.js'
import { createLogger } from '../platform/logger.js'
import { composeWorker } from './compose-worker.js'
import type { WebAppConfig } from './config.js'
import { openWorkspace } from './workspace.js'

/** Claims and runs jobs until it is stopped; then it hands back what runs, within the grace period. */
export async function startWorker(config: WebAppConfig, wakeUp: WakeUp): Promise<{ readonly stop: () => Promise<void> }> {
  const logger = createLogger(config.logLevel)
  const workspace = await openWorkspace({ config, wakeUp, logger, localRoots: config.localRoots })
  const { worker, housekeeper, close } = composeWorker(workspace, { config, logger })
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
