import { parentWakeUp } from '../jobs/adapters/ipc/ipc-wake-up.js'
import { createLogger } from '../platform/logger.js'
import { composeWorker } from './compose-worker.js'
import { configFile, flagsVariable, readConfig } from './config.js'
import { openWorkspace } from './workspace.js'

/** Entry of the worker process: claims jobs until it is told to stop or its parent goes away. */
const { config } = readConfig({ env: process.env, flags: JSON.parse(process.env[flagsVariable] ?? '{}') as Record<string, string>, file: configFile })
const logger = createLogger(config.logLevel)
const wakeUp = parentWakeUp()
const workspace = openWorkspace({ config, wakeUp, logger, localRoots: config.localRoots })
const { worker, housekeeper, close } = composeWorker(workspace, { config, wakeUp, logger })

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  await Promise.all([housekeeper.stop(), worker.stop(config.graceSeconds * 1000)])
  await close()
  await workspace.close()
  process.exit(0)
}

process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
process.on('disconnect', () => void stop())
// A parent that went away while this process was starting is not announced any more.
if (process.connected === false) await stop()
housekeeper.start()
worker.start()
