import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Below this there is nothing worth the pause. */
const muchBytes = 400 * 1024 ** 2

/**
 * Gives memory that is not used any more back to the system, between two steps that need much of it: left alone, V8 keeps it until it has
 * filled it again. Takes about a second per gigabyte in use; nothing while the process is small.
 */
export function releaseMemory(): void {
  if (process.memoryUsage.rss() < muchBytes) return
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  collect()
}
