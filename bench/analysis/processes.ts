import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process'
import { readFileSync } from 'node:fs'

export interface ProcessCost {
  /** User and kernel time of the process and everything that it waited for. */
  readonly cpuSeconds: number
  readonly wallSeconds: number
  /** Most memory of the process and all below it at one time, what they share counted once. */
  readonly peakMib: number
}

const sampleMs = 100
/** The kernel counts in hundredths of a second. */
const ticks = 100

/** Of all children that have ended and were waited for. Linux only. */
export function childrenSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / ticks
}

/** Runs a command to its end. One at a time: what children use is told of all of them together. */
export async function measure(command: string, args: readonly string[], options: { readonly cwd?: string; readonly input?: string; readonly stdio?: StdioOptions } = {}): Promise<ProcessCost> {
  const before = childrenSeconds()
  const startedAt = performance.now()
  const child = spawn(command, args, { cwd: options.cwd, stdio: options.stdio ?? ['pipe', 'ignore', 'inherit'] })
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input ?? '')
  const peakMib = await peakOf(child)
  if (child.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}`)
  return { cpuSeconds: childrenSeconds() - before, wallSeconds: (performance.now() - startedAt) / 1000, peakMib }
}

async function peakOf(child: ChildProcess): Promise<number> {
  let peak = 0
  const timer = setInterval(() => (peak = Math.max(peak, memoryBelow(child.pid ?? 0))), sampleMs)
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  clearInterval(timer)
  return peak
}

function memoryBelow(pid: number): number {
  const pids = [pid]
  for (const one of pids) pids.push(...childrenOf(one))
  return pids.reduce((sum, one) => sum + residentMib(one), 0)
}

function childrenOf(pid: number): number[] {
  const text = read(`/proc/${pid}/task/${pid}/children`)
  return text.trim() === '' ? [] : text.trim().split(' ').map(Number)
}

const residentMib = (pid: number): number => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024

/** A process may be gone by now. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
