import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { built } from './built.js'

export interface CliResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface CliPlace {
  /** A command that runs it: `['prlimit', '--nofile=64']`. */
  readonly under?: readonly string[]
  readonly timeoutMs?: number
}

/** The built command as users run it, in a folder of its own, with its data below it. */
export function runCli(folder: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}, { under = [], timeoutMs = 100_000 }: CliPlace = {}): Promise<CliResult> {
  const env = { PATH: process.env['PATH'], HOME: folder, CODEWIKI_DATA_DIR: join(folder, 'data'), CODEWIKI_ALLOW_HTTP: 'true', CODEWIKI_ALLOWED_CIDRS: '127.0.0.0/8' }
  const [command = process.execPath, ...rest] = [...under, process.execPath, fileURLToPath(built('main/cli.js')), ...args]
  const child = spawn(command, rest, { cwd: folder, env: { ...env, ...environment }, timeout: timeoutMs })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })))
}
