import { readFileSync, readdirSync } from 'node:fs'

export interface RunningProcess {
  readonly pid: number
  readonly line: string
}

/** Running processes whose command line holds the text. Linux only. */
export const processesNaming = (text: string): RunningProcess[] => running().filter(({ line }) => line.includes(text))

/** Processes that this one started. Linux only. */
export const childrenOf = (parent: number): RunningProcess[] => running().filter(({ pid }) => parentOf(pid) === parent)

function running(): RunningProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map((name) => ({ pid: Number(name), line: read(`/proc/${name}/cmdline`).replaceAll('\0', ' ') }))
}

/** `pid (name) state ppid …`; the name may hold spaces and parentheses. */
const parentOf = (pid: number): number => Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1])

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
