import type { ProgressFeed } from '../../progress-feed.js'
import type { JobMemory } from './context.js'

/** Tells at once, within one process. */
export function memoryProgressFeed(memory: JobMemory): ProgressFeed {
  const own = new Set<() => void>()
  return {
    subscribe(listener) {
      // A wrapper, so that one function may subscribe twice.
      const listen = () => listener()
      own.add(listen)
      memory.listeners.add(listen)
      return () => {
        own.delete(listen)
        memory.listeners.delete(listen)
      }
    },
    close() {
      for (const listen of own) memory.listeners.delete(listen)
      own.clear()
    },
  }
}
