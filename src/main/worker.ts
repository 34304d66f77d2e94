import { parentWakeUp } from '../jobs/adapters/ipc/ipc-wake-up.js'
import { exitCodeOf } from '../cli/exit-codes.js'
import { toAppError } from '../platform/app-error.js'
import { createLogger } from '../platform/logger.js'
import { configFile, flagsVariable, readConfig } from './config.js'
import { startWorker, type StartedWorker } from './run-worker.js'
import { answerWatch } from './worker-watch.js'

/** Entry of the worker process that a server forks: works until it is told to stop or its parent goes away. */
const flags = JSON.parse(process.env[flagsVariable] ?? '{}') as Record<string, string>
const { config } = readConfig({ env: process.env, flags, file: configFile })

const asked = new Promise<void>((resolve) => {
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => resolve())
  // A parent that went away while this process was starting is not announced any more.
  if (process.connected === false) resolve()
})
answerWatch()
const worker = await startWorker(config, parentWakeUp()).catch(refuse)
await asked
await worker.stop()
process.exit(0)

/** One line for the operator; the server starts another worker in a moment. What is our own fault keeps its stack. */
function refuse(thrown: unknown): Promise<StartedWorker> {
  const { code, kind, message, advice } = toAppError(thrown)
  const facts = code === 'internal/unexpected' ? { code, err: thrown } : { code, advice }
  createLogger(config.logLevel).error(facts, `the worker cannot start: ${message}`)
  process.exit(exitCodeOf(kind))
}
