import type { ChildProcess } from 'node:child_process'
import type { WakeReason, WakeUp } from '../../wake-up.js'

const messages: Readonly<Record<WakeReason, string>> = { work: 'codewiki:wake-up', steered: 'codewiki:steered' }

/** The server's end: tells a forked worker. A message that is lost costs at most one poll interval. */
export function ipcWakeUp(worker: () => ChildProcess | undefined): WakeUp {
  return {
    notify: (reason = 'work') => {
      const child = worker()
      if (child?.connected === true) child.send(messages[reason], () => undefined)
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
        if (received === messages.work) listener('work')
        if (received === messages.steered) listener('steered')
      }
      process.on('message', onMessage)
      return () => process.off('message', onMessage)
    },
  }
}
