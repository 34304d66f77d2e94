import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { AppError } from '../../../platform/app-error.js'
import { confine, type ProcessLimits } from './confine-process.js'
import type { GitEnd } from './git-errors.js'
import { gitConfig, gitEnvironment, type GitAccess } from './git-environment.js'
import { recordProcess } from './process-record.js'

export interface GitLimits extends ProcessLimits {
  readonly timeoutMs: number
  /** Most bytes of stdout that are kept. */
  readonly outputBytes: number
}

export interface GitCall {
  readonly args: readonly string[]
  readonly access: GitAccess
  /** A folder that belongs to us; git finds no configuration in it. */
  readonly home: string
  readonly limits: GitLimits
  readonly signal: AbortSignal
  /** What git reads from its standard input. Nothing, unless given. */
  readonly input?: string
}

/** Its `stderr` is for the error catalogue only, never shown; at most 64 KiB. */
export interface GitResult extends GitEnd {
  readonly stdout: Buffer
}

type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>

const stderrBytes = 64 * 1024

/** Where the processes that run are noted, for `reapOrphans`. */
export const recordsFolder = (home: string): string => join(home, 'running')

/** Starts git in a process group of its own, under limits. The group ends with git, and git with us. */
export function spawnGit(call: Omit<GitCall, 'signal' | 'input'>): GitProcess {
  const [command = 'git', ...args] = confine(['git', ...gitConfig(call.access), ...call.args], call.limits)
  const child = spawn(command, args, { detached: true, env: gitEnvironment(call.home, call.access), cwd: call.home, stdio: 'pipe' })
  if (child.pid !== undefined) {
    const strike = recordProcess(recordsFolder(call.home), child.pid)
    child.once('exit', () => {
      endGroup(child)
      strike()
    })
  }
  return child
}

/**
 * Ends git and its helpers (killing only git leaves two of them). At once, without asking first: git's own tidying is of no use, the
 * folder is removed anyway, and the first process of a namespace does not hear a polite signal.
 */
export function endGroup({ pid }: { readonly pid?: number | undefined }): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}

/**
 * Runs git to its end.
 * @throws AppError `repositories/timed-out`, `repositories/too-large` (output), `repositories/git-missing`; the signal's reason when it fires.
 */
export async function runGit(call: GitCall): Promise<GitResult> {
  call.signal.throwIfAborted()
  const child = spawnGit(call)
  child.stdin.on('error', () => undefined)
  child.stdin.end(call.input)
  let stop: AppError | undefined
  const end = (reason: AppError) => {
    stop ??= reason
    endGroup(child)
  }
  const timer = setTimeout(() => end(timedOut(call.limits.timeoutMs)), call.limits.timeoutMs)
  const onAbort = () => endGroup(child)
  call.signal.addEventListener('abort', onAbort, { once: true })
  try {
    const stdout = collect(child.stdout, call.limits.outputBytes, () => end(tooMuchOutput()))
    const ended = await endOf(child)
    call.signal.throwIfAborted()
    if (stop !== undefined) throw stop
    return { ...ended, stdout: Buffer.concat(stdout) }
  } finally {
    clearTimeout(timer)
    call.signal.removeEventListener('abort', onAbort)
  }
}

/** Resolves when git is gone and its last words are read. */
export function endOf(child: GitProcess): Promise<GitEnd> {
  const stderr = collect(child.stderr, stderrBytes, () => undefined)
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(gitMissing(error)))
    child.once('close', (code, signal) => resolve({ code, signal, stderr: Buffer.concat(stderr).toString('utf8') }))
  })
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

export function timedOut(timeoutMs: number): AppError {
  return new AppError('repositories/timed-out', 'transient', `The repository did not answer within ${Math.ceil(timeoutMs / 1000)} s.`, {
    advice: 'It is tried again. If it stays slow, raise CODEWIKI_CLONE_TIMEOUT_SECONDS.',
  })
}

function tooMuchOutput(): AppError {
  return new AppError('repositories/too-large', 'too-large', 'The repository lists more refs or files than CodeWiki reads.', {
    advice: 'Raise CODEWIKI_MAX_FILES, or document a smaller repository.',
  })
}

function gitMissing(cause: Error): AppError {
  return new AppError('repositories/git-missing', 'internal', 'git could not be started.', {
    advice: 'Install git 2.39 or newer; `codewiki doctor` checks it.',
    cause,
  })
}
