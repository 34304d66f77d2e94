import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface ProcessLimits {
  /** Address space of one process, bytes: a pack of 2.5 kB can ask for gigabytes. */
  readonly memoryBytes: number
  /** Largest file that it may write, bytes. */
  readonly fileBytes: number
  readonly cpuSeconds: number
}

const prlimit = existing('/usr/bin/prlimit')
const setpriv = existing('/usr/bin/setpriv')
const unshare = existing('/usr/bin/unshare')
const killChild = ['--pid', '--fork', '--kill-child=KILL', '--']

/** The command under its limits, and gone when we are gone, as far as this system can arrange both (Linux can; elsewhere: as it is). */
export function confine(command: readonly string[], { memoryBytes, fileBytes, cpuSeconds }: ProcessLimits): readonly string[] {
  const flags = [`--as=${memoryBytes}`, `--fsize=${fileBytes}`, `--cpu=${cpuSeconds}:${cpuSeconds + 2}`, '--core=0', '--nofile=256', '--']
  return [...dieWithUs(), ...(prlimit === undefined ? [] : [prlimit, ...flags]), ...command]
}

let tie: readonly string[] | undefined

/**
 * A process namespace that falls with us: `kill -9` of Node then leaves no git, nor its helpers (measured; the death signal alone leaves
 * two). Root may make one; others through a user namespace, where the system lets them. Tried once, about 20 ms.
 */
function dieWithUs(): readonly string[] {
  tie ??= findTie()
  return tie
}

function findTie(): readonly string[] {
  if (setpriv === undefined) return []
  const signal = [setpriv, '--pdeathsig', 'KILL', '--']
  if (unshare === undefined) return signal
  const ways = [
    [...signal, unshare, ...killChild],
    [...signal, unshare, '--user', '--map-current-user', ...killChild],
  ]
  return (
    ways.find(([file = '', ...args]) => spawnSync(file, [...args, '/bin/true'], { stdio: 'ignore', timeout: 5_000 }).status === 0) ?? signal
  )
}

function existing(path: string): string | undefined {
  return existsSync(path) ? path : undefined
}
