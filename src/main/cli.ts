#!/usr/bin/env node
import { CommanderError } from 'commander'
import { makeProgram } from '../cli/program.js'
import { exitCodeOf, exitCodes } from '../cli/exit-codes.js'
import type { CliDeps } from '../cli/cli-deps.js'
import { toAppError } from '../platform/app-error.js'
import { configFile, readConfig } from './config.js'
import { version } from './version.js'

const interrupt = new AbortController()
/** Listens from the beginning: whoever asks during the start is heard after it. */
const interrupted = new Promise((resolve) => interrupt.signal.addEventListener('abort', resolve, { once: true }))
const config = (flags: Readonly<Record<string, string | undefined>>) => readConfig({ env: process.env, flags, file: configFile })

/** Each command loads what it needs: a server holds no pipeline, and `--help` no database. */
const deps: CliDeps = {
  version,
  openWorkspace: async (flags) => {
    const { openCliWorkspace } = await import('./cli-workspace.js')
    return openCliWorkspace(flags)
  },
  serve: async (flags, options) => {
    const { startServer } = await import('./server.js')
    const server = await startServer({ config: config(flags).config, flags, ...options })
    isServing = true
    console.log(`CodeWiki ${version} serves ${server.url}`)
    await interrupted
    await server.stop()
    process.exit(exitCodes.ok)
  },
  work: async (flags) => {
    const [{ startWorker }, { memoryWakeUp }] = await Promise.all([import('./run-worker.js'), import('../jobs/adapters/memory/memory-wake-up.js')])
    const worker = await startWorker(config(flags).config, memoryWakeUp())
    isServing = true
    console.log(`CodeWiki ${version} works on jobs`)
    await interrupted
    await worker.stop()
    process.exit(exitCodes.ok)
  },
  migrateStore: async (flags) => {
    const { migrateStore } = await import('./migrate-store.js')
    return migrateStore(config(flags).config)
  },
  showConfig: (flags) => config(flags).entries,
  setConfig: async (name, value) => {
    const { setConfigValue } = await import('./config-file.js')
    return setConfigValue(configFile, name, value)
  },
  configFile,
  doctor: async (flags) => {
    const { doctor } = await import('./doctor.js')
    return doctor(config(flags).config)
  },
  out: (line) => console.log(line),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb',
  signal: interrupt.signal,
}

/** `codewiki … | head`: nobody reads on. A server needs no reader. */
let isServing = false
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    if (!isServing) process.exit(exitCodes.ok)
  })
}

/** The first signal asks nicely; the second ends at once. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted)
    interrupt.abort()
  })
}

try {
  await makeProgram(deps).parseAsync()
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) {
    const error = toAppError(thrown)
    console.error(`error: ${error.message} [${error.code}]${error.advice === undefined ? '' : `\n${error.advice}`}`)
    process.exitCode = exitCodeOf(error.kind)
  }
}
