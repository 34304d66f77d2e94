import { fork, type ChildProcess } from 'node:child_process'
import { cpuTimeMs } from './cpu-time.js'
import { AppError } from './app-error.js'

export interface ChildPoolSettings {
  /** Built JavaScript file that calls `serveRequests`. */
  readonly entry: URL
  readonly size: number
  /**
   * A request that takes longer costs its child. Where the system tells, this is the child's own time: what it gets done must not
   * depend on how busy the machine is. Six times as long by the clock is too long in any case.
   */
  readonly timeoutMs: number
  /** Heap limit of one child, in MiB. */
  readonly heapMb: number
  readonly name: string
}

interface Pending<Response> {
  readonly resolve: (response: Response) => void
  readonly reject: (error: unknown) => void
}

interface Waiting<Request, Response> extends Pending<Response> {
  readonly request: Request
  readonly timeoutMs: number
}

type Reply<Response> = { readonly ready: true } | { readonly result: Response } | { readonly error: string }

/**
 * A few forked children that answer one request at a time each. A crash, a hang or a leak costs one request; memory returns
 * to the operating system with `close`. Children start on first use.
 *
 * V8's optimising WASM compiler takes gigabytes on large grammars from Node 22 on (nodejs/node #63421): `--liftoff-only`
 * avoids that, and only works on a process's command line.
 */
export class ChildPool<Request, Response> {
  readonly #settings: ChildPoolSettings
  readonly #idle: Child<Request, Response>[] = []
  readonly #all = new Set<Child<Request, Response>>()
  readonly #queue: Waiting<Request, Response>[] = []
  #closed = false

  constructor(settings: ChildPoolSettings) {
    this.#settings = settings
  }

  /**
   * @throws AppError `platform/child-timed-out` or `platform/child-crashed` (the child is replaced), `platform/child-failed` when the
   * request itself threw, `platform/cancelled` when the signal fired (the child that runs it is killed).
   */
  async run(request: Request, signal?: AbortSignal, timeoutMs = this.#settings.timeoutMs): Promise<Response> {
    if (this.#closed || signal?.aborted) throw cancelled()
    return new Promise<Response>((resolve, reject) => {
      const waiting: Waiting<Request, Response> = { request, timeoutMs, resolve: done(resolve), reject: done(reject) }
      const onAbort = () => {
        const at = this.#queue.indexOf(waiting)
        if (at >= 0) this.#queue.splice(at, 1)
        for (const child of this.#all) if (child.current === waiting) void child.kill(cancelled())
        waiting.reject(cancelled())
      }
      function done<T>(settle: (value: T) => void) {
        return (value: T) => {
          signal?.removeEventListener('abort', onAbort)
          settle(value)
        }
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#queue.push(waiting)
      this.#pump()
    })
  }

  /** Kills every child. Requests under way reject as cancelled. */
  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#queue.splice(0)) waiting.reject(cancelled())
    await Promise.all([...this.#all].map((child) => child.kill(cancelled())))
  }

  #pump(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const child = this.#idle.pop() ?? (this.#all.size < this.#settings.size ? this.#start() : undefined)
      if (child === undefined) return
      const waiting = this.#queue.shift()
      if (waiting !== undefined) child.run(waiting, () => {
        if (this.#all.has(child)) this.#idle.push(child)
        this.#pump()
      })
    }
  }

  #start(): Child<Request, Response> {
    const child = new Child<Request, Response>(this.#settings, () => {
      this.#all.delete(child)
      const at = this.#idle.indexOf(child)
      if (at >= 0) this.#idle.splice(at, 1)
      this.#pump()
    })
    this.#all.add(child)
    return child
  }
}

/** How many times its limit a request may take by the clock while its child gets no time to work. */
const patience = 6
const shortestWatchMs = 50

class Child<Request, Response> {
  current: Waiting<Request, Response> | undefined
  readonly #process: ChildProcess
  readonly #name: string
  readonly #exited: Promise<void>
  #timer: NodeJS.Timeout | undefined
  #release: (() => void) | undefined

  constructor(settings: ChildPoolSettings, onExit: () => void) {
    this.#name = settings.name
    const liftoff = Number(process.versions.node.split('.')[0]) >= 22 ? ['--liftoff-only'] : []
    this.#process = fork(settings.entry, [], {
      execArgv: [...liftoff, `--max-old-space-size=${settings.heapMb}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // What it works on is not trusted: it shall know nothing of ours, no key and no password.
      env: {},
    })
    this.#process.on('message', (reply: Reply<Response>) => this.#answer(reply))
    this.#process.on('error', () => undefined)
    this.#exited = new Promise((resolve) => this.#process.once('exit', () => resolve()))
    void this.#exited.then(() => {
      clearTimeout(this.#timer)
      const waiting = this.current
      this.current = undefined
      onExit()
      waiting?.reject(new AppError('platform/child-crashed', 'internal', `A ${this.#name} process ended while it worked.`))
    })
  }

  run(waiting: Waiting<Request, Response>, release: () => void): void {
    this.current = waiting
    this.#release = release
    const startedAt = performance.now()
    const usedBefore = cpuTimeMs(this.#process.pid)
    const watch = (delayMs: number): void => {
      this.#timer = setTimeout(() => {
        const used = cpuTimeMs(this.#process.pid)
        const ownMs = used === undefined || usedBefore === undefined ? Infinity : used - usedBefore
        const left = Math.min(waiting.timeoutMs - ownMs, patience * waiting.timeoutMs - (performance.now() - startedAt))
        if (left > 0) watch(Math.max(left, shortestWatchMs))
        else void this.kill(new AppError('platform/child-timed-out', 'internal', `A ${this.#name} process took longer than ${waiting.timeoutMs} ms.`))
      }, delayMs)
    }
    watch(waiting.timeoutMs)
    this.#process.send({ request: waiting.request }, (error) => {
      if (error !== null) void this.kill(new AppError('platform/child-crashed', 'internal', `A ${this.#name} process is gone.`, { cause: error }))
    })
  }

  async kill(reason: AppError): Promise<void> {
    const waiting = this.current
    this.current = undefined
    clearTimeout(this.#timer)
    this.#process.kill('SIGKILL')
    waiting?.reject(reason)
    await this.#exited
  }

  #answer(reply: Reply<Response>): void {
    const waiting = this.current
    if (waiting === undefined || 'ready' in reply) return
    this.current = undefined
    clearTimeout(this.#timer)
    if ('result' in reply) waiting.resolve(reply.result)
    else waiting.reject(new AppError('platform/child-failed', 'internal', reply.error))
    this.#release?.()
  }
}

/** The other end: answers requests until the parent goes away. */
export function serveRequests<Request, Response>(handle: (request: Request) => Promise<Response> | Response): void {
  process.on('disconnect', () => process.exit(0))
  process.on('message', (message: { request: Request }) => {
    void (async () => {
      try {
        process.send?.({ result: await handle(message.request) })
      } catch (error) {
        process.send?.({ error: error instanceof Error ? error.message : String(error) })
      }
    })()
  })
}

function cancelled(): AppError {
  return new AppError('platform/cancelled', 'cancelled', 'Stopped on request.')
}
