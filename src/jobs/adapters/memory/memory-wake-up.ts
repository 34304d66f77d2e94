import type { WakeUp } from '../../wake-up.js'

/** Within one process. */
export function memoryWakeUp(): WakeUp {
  const listeners = new Set<() => void>()
  return {
    notify: () => {
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
