import { parentWakeUp } from '../jobs/adapters/ipc/ipc-wake-up.js'
import { configFile, flagsVariable, readConfig } from './config.js'
import { startWorker } from './run-worker.js'

/** Entry of the worker process that a server forks: works until it is told to stop or its parent goes away. */
const flags = JSON.parse(process.env[flagsVariable] ?? '{}') as Record<string, string>
const { config } = readConfig({ env: process.env, flags, file: configFile })

const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => resolve())
  // A parent that went away while this process was starting is not announced any more.
  if (process.connected === false) resolve()
})
const worker = await startWorker(config, parentWakeUp())
await asked
await worker.stop()
process.exit(0)
