import { readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second, whatever its own clock. */
const tickMs = 10

/** What a process has used so far, in its own code and in the kernel for it. Undefined where the system does not tell (no `/proc`) and when it is gone. */
export function cpuTimeMs(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid ?? 'none'}/stat`, 'utf8')
    // The name in parentheses may hold anything; the times are the 14th and 15th field.
    const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number)
    return user === undefined || system === undefined ? undefined : (user + system) * tickMs
  } catch {
    return undefined
  }
}
