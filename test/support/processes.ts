import { readFileSync, readdirSync } from 'node:fs'

export interface RunningProcess {
  readonly pid: number
  readonly line: string
}

export interface StartedProcess extends RunningProcess {
  /** In ticks since the machine started: with the number it names a process for good. */
  readonly started: string
}

/** Running processes whose command line holds the text. Linux only. */
export const processesNaming = (text: string): RunningProcess[] => running().filter(({ line }) => line.includes(text))

/** Processes that this one started. Linux only. */
export const childrenOf = (parent: number): RunningProcess[] => running().filter(({ pid }) => parentOf(pid) === parent)

/** Everything that the process has started, and what that has started, and so on. Linux only. */
export function descendantsOf(ancestor: number): StartedProcess[] {
  const all = running().map(({ pid, line }) => ({ pid, line, ...statOf(pid) }))
  const below = (parent: number): StartedProcess[] => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)])
  return below(ancestor)
}

/** Is it still this process, and not a later one of its number? A dead one that nobody has collected yet counts as gone. */
export const isAlive = ({ pid, started }: StartedProcess): boolean => {
  const now = statOf(pid)
  return now.started === started && now.state !== 'Z'
}

function running(): RunningProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map((name) => ({ pid: Number(name), line: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ') }))
}

const parentOf = (pid: number): number => statOf(pid).parent

/** `pid (name) state ppid …`, the moment of the start at place 22; the name may hold spaces and parentheses. */
function statOf(pid: number): { readonly state: string; readonly parent: number; readonly started: string } {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return { state: fields[0] ?? '', parent: Number(fields[1]), started: fields[19] ?? '' }
}

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
