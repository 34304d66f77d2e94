import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { AppError } from '../../../platform/app-error.js'
import { gitConfig, gitEnvironment, type GitAccess } from './git-environment.js'

export interface GitLimits {
  readonly timeoutMs: number
  /** Address space of one git, bytes: a pack of 2.5 kB can ask for gigabytes. */
  readonly memoryBytes: number
  /** Largest file that git may write, bytes. */
  readonly fileBytes: number
  readonly cpuSeconds: number
  /** Most bytes of stdout that are kept. */
  readonly outputBytes: number
}

export interface GitCall {
  readonly args: readonly string[]
  readonly access: GitAccess
  /** An empty folder that belongs to us. */
  readonly home: string
  readonly limits: GitLimits
  readonly signal: AbortSignal
}

export interface GitResult {
  readonly code: number | null
  readonly stdout: Buffer
  /** For the error catalogue only; never shown. At most 64 KiB. */
  readonly stderr: string
}

type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>

const prlimit = existsSync('/usr/bin/prlimit') ? '/usr/bin/prlimit' : undefined
const setpriv = existsSync('/usr/bin/setpriv') ? '/usr/bin/setpriv' : undefined
const killGraceMs = 1_000
const stderrBytes = 64 * 1024

/** Starts git in a process group of its own, under limits, dying with us where the system can arrange that. */
export function spawnGit(call: Omit<GitCall, 'signal'>): GitProcess {
  const { memoryBytes, fileBytes, cpuSeconds } = call.limits
  const limits = prlimit === undefined ? [] : [prlimit, `--as=${memoryBytes}`, `--fsize=${fileBytes}`, `--cpu=${cpuSeconds}`, '--core=0', '--nofile=256', '--']
  const tied = setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--']
  const [command = 'git', ...args] = [...tied, ...limits, 'git', ...gitConfig(call.access), ...call.args]
  return spawn(command, args, { detached: true, env: gitEnvironment(call.home, call.access), cwd: call.home, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Ends the whole group: killing only git leaves its helpers running. */
export function killGroup(child: { readonly pid?: number | undefined }): void {
  const { pid } = child
  if (pid === undefined) return
  const send = (signal: 'SIGTERM' | 'SIGKILL') => {
    try {
      process.kill(-pid, signal)
    } catch {
      // The group is gone already.
    }
  }
  send('SIGTERM')
  setTimeout(() => send('SIGKILL'), killGraceMs).unref()
}

/**
 * Runs git to its end.
 * @throws AppError `repositories/timed-out`, `repositories/too-large` (output), `repositories/git-missing`; the signal's reason when it fires.
 */
export async function runGit(call: GitCall): Promise<GitResult> {
  call.signal.throwIfAborted()
  const child = spawnGit(call)
  child.stdin.end()
  let stop: AppError | undefined
  const end = (reason: AppError) => {
    stop ??= reason
    killGroup(child)
  }
  const timer = setTimeout(() => end(timedOut(call.limits.timeoutMs)), call.limits.timeoutMs)
  const onAbort = () => killGroup(child)
  call.signal.addEventListener('abort', onAbort, { once: true })
  try {
    const stdout = collect(child.stdout, call.limits.outputBytes, () => end(tooMuchOutput()))
    const stderr = collect(child.stderr, stderrBytes, () => undefined)
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', (error) => reject(gitMissing(error)))
      child.once('close', resolve)
    })
    call.signal.throwIfAborted()
    if (stop !== undefined) throw stop
    return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString('utf8') }
  } finally {
    clearTimeout(timer)
    call.signal.removeEventListener('abort', onAbort)
  }
}

function collect(stream: Readable, limit: number, onOverflow: () => void): Buffer[] {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= limit) chunks.push(chunk)
    else onOverflow()
  })
  return chunks
}

function timedOut(timeoutMs: number): AppError {
  return new AppError('repositories/timed-out', 'transient', `The repository did not answer within ${Math.round(timeoutMs / 1000)} s.`, {
    advice: 'It is tried again. If it stays slow, raise CODEWIKI_CLONE_TIMEOUT_SECONDS.',
  })
}

function tooMuchOutput(): AppError {
  return new AppError('repositories/too-large', 'too-large', 'The repository lists more refs or files than CodeWiki reads.', { advice: 'Raise CODEWIKI_MAX_FILES, or document a smaller repository.' })
}

function gitMissing(cause: Error): AppError {
  return new AppError('repositories/git-missing', 'internal', 'git could not be started.', { advice: 'Install git 2.39 or newer; `codewiki doctor` checks it.', cause })
}
