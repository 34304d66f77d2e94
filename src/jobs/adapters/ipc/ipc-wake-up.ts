import type { ChildProcess } from 'node:child_process'
import type { WakeUp } from '../../wake-up.js'

const message = 'codewiki:wake-up'

/** The server's end: tells a forked worker. A message that is lost costs at most one poll interval. */
export function ipcWakeUp(worker: () => ChildProcess | undefined): WakeUp {
  return {
    notify: () => {
      const child = worker()
      if (child?.connected === true) child.send(message, () => undefined)
    },
    subscribe: () => () => undefined,
  }
}

/** The worker's end. */
export function parentWakeUp(): WakeUp {
  return {
    notify: () => undefined,
    subscribe: (listener) => {
      const onMessage = (received: unknown) => {
        if (received === message) listener()
      }
      process.on('message', onMessage)
      return () => process.off('message', onMessage)
    },
  }
}
