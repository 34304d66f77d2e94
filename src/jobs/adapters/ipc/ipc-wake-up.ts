import type { ChildProcess } from 'node:child_process'
import type { WakeReason, WakeUp } from '../../wake-up.js'

const messages: Readonly<Record<WakeReason, string>> = { work: 'codewiki:wake-up', steered: 'codewiki:steered' }

/**
 * The server's end: tells a forked worker. A message that is lost costs at most one poll interval. The first in a turn of the event loop
 * goes out at once; however many follow in that turn, one more does at its end.
 */
export function ipcWakeUp(worker: () => ChildProcess | undefined): WakeUp {
  const told = new Set<WakeReason>()
  const untold = new Set<WakeReason>()
  const notify = (reason: WakeReason = 'work'): void => {
    if (told.has(reason)) {
      untold.add(reason)
      return
    }
    const child = worker()
    if (child?.connected !== true) return
    child.send(messages[reason], () => undefined)
    told.add(reason)
    setImmediate(() => {
      told.delete(reason)
      if (untold.delete(reason)) notify(reason)
    })
  }
  return { notify, subscribe: () => () => undefined }
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
