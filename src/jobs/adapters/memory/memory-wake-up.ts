import type { WakeReason, WakeUp } from '../../wake-up.js'

/** Within one process. */
export function memoryWakeUp(): WakeUp {
  const listeners = new Set<(reason: WakeReason) => void>()
  return {
    notify: (reason = 'work') => {
      for (const listener of listeners) listener(reason)
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
