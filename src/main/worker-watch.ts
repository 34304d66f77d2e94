import type { ChildProcess } from 'node:child_process'

export interface WatchSettings {
  /** Between two questions, in milliseconds. */
  readonly everyMs: number
  /** Questions in a row without an answer, until the worker is taken for hung. */
  readonly mostSilent: number
}

/** Two minutes: longer than anything a worker does in one go, on a busy machine too. */
export const usualWatch: WatchSettings = { everyMs: 10_000, mostSilent: 12 }

const question = 'codewiki:are-you-there'
const answer = 'codewiki:here'

/**
 * Asks a forked worker now and then whether its event loop turns. Questions are counted, not time: a server that was stopped for a while
 * asks first. Ends with the worker.
 */
export function watchWorker(child: ChildProcess, { everyMs, mostSilent }: WatchSettings, hung: () => void): void {
  let unanswered = 0
  const timer = setInterval(() => {
    if (unanswered >= mostSilent) return hung()
    unanswered += 1
    if (child.connected) child.send(question, () => undefined)
  }, everyMs)
  child.on('message', (message) => {
    if (message === answer) unanswered = 0
  })
  child.once('exit', () => clearInterval(timer))
}

/** The worker's end. */
export function answerWatch(): void {
  process.on('message', (message) => {
    if (message === question) process.send?.(answer, () => undefined)
  })
}
