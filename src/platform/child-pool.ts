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
  /** A child without work for so long is ended: it holds a hundred megabytes and more. */
  readonly idleMs: number
  /**
   * A child that loads much at its start is not worth it for a few requests: another is started beside those there when each of them has answered
   * `startsAfter` and more than `waitBeforeNext` wait (0, unless given), or when one has waited for `patienceMs`.
   */
  readonly startsAfter?: number
  readonly waitBeforeNext?: number
  /** A child learns a kind of request that another one knows only while more than so many wait (0, unless given): until then they wait for that one. */
  readonly waitBeforeLearning?: number
  readonly name: string
}

/** How a request is to be done. */
export interface RunOptions<Part> {
  readonly signal?: AbortSignal | undefined
  /** Takes what the child tells before its answer. The time limit is for each part. */
  readonly onPart?: (part: Part) => void
  /** What a child must first learn, at some cost. Undefined: there is nothing to learn. */
  readonly kind?: string
}

interface Pending<Response> {
  readonly resolve: (response: Response) => void
  readonly reject: (error: unknown) => void
}

interface Waiting<Request, Response, Part> extends Pending<Response> {
  readonly request: Request
  /** For `patienceMs`. */
  hasWaitedLong: boolean
  readonly onPart: ((part: Part) => void) | undefined
  readonly kind: string | undefined
}

type Reply<Response, Part> = { readonly part: Part } | (({ readonly result: Response } | { readonly error: string }) & { readonly isLast?: true })

/**
 * A few forked children that answer one request at a time each. A crash, a hang or a leak costs one request; memory returns
 * to the operating system with `close`. Children start on first use.
 *
 * V8's optimising WASM compiler takes gigabytes on large grammars from Node 22 on (nodejs/node #63421): `--liftoff-only`
 * avoids that, and only works on a process's command line.
 */
export class ChildPool<Request, Response, Part = never> {
  readonly #settings: ChildPoolSettings
  readonly #idle: Child<Request, Response, Part>[] = []
  readonly #all = new Set<Child<Request, Response, Part>>()
  readonly #queue: Waiting<Request, Response, Part>[] = []
  /** Requests since the pool was empty. */
  #served = 0
  #closed = false

  constructor(settings: ChildPoolSettings) {
    this.#settings = settings
  }

  /**
   * @throws AppError `platform/child-timed-out` or `platform/child-crashed` (the child is replaced), `platform/child-failed` when the
   * request itself threw, `platform/cancelled` when the signal fired (the child that runs it is killed).
   */
  async run(request: Request, { signal, onPart, kind }: RunOptions<Part> = {}): Promise<Response> {
    if (this.#closed || signal?.aborted) throw cancelled()
    return new Promise<Response>((resolve, reject) => {
      const waiting: Waiting<Request, Response, Part> = { request, hasWaitedLong: false, onPart, kind, resolve: done(resolve), reject: done(reject) }
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
      const onLongWait = () => {
        waiting.hasWaitedLong = true
        this.#pump()
      }
      if (this.#queue.includes(waiting)) setTimeout(onLongWait, patienceMs).unref()
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
      // Who was idle for the shortest time comes first, so that the others can end.
      const child = this.#idle.findLast((one) => this.#choose(one) >= 0) ?? (this.#mayStart() && this.#choose(undefined) >= 0 ? this.#start() : undefined)
      if (child === undefined) return
      const at = this.#idle.indexOf(child)
      if (at >= 0) this.#idle.splice(at, 1)
      const [waiting] = this.#queue.splice(Math.max(0, this.#choose(child)), 1)
      this.#served += 1
      if (waiting !== undefined) child.run(waiting, () => {
        if (this.#all.has(child)) this.#idle.push(child)
        this.#pump()
      })
    }
  }

  /**
   * The request that the child, or a new one, does best: of a kind that it knows, else one that nobody knows yet. -1: those that wait are better
   * left to others.
   */
  #choose(child: Child<Request, Response, Part> | undefined): number {
    const own = this.#queue.findIndex(({ kind }) => kind === undefined || child?.kinds.has(kind) === true)
    if (own >= 0) return own
    const others = [...this.#all].filter((one) => one !== child)
    const unknown = this.#queue.findIndex(({ kind = '' }) => !others.some(({ kinds }) => kinds.has(kind)))
    if (unknown >= 0) return unknown
    return this.#queue.length > (this.#settings.waitBeforeLearning ?? 0) || this.#queue[0]?.hasWaitedLong === true ? 0 : -1
  }

  #mayStart(): boolean {
    const { size, startsAfter = 0, waitBeforeNext = 0 } = this.#settings
    const there = this.#all.size
    if (there === 0) this.#served = 0
    if (there === 0 || there >= size) return there < size
    return this.#queue[0]?.hasWaitedLong === true || (this.#served >= there * startsAfter && this.#queue.length > waitBeforeNext)
  }

  #start(): Child<Request, Response, Part> {
    const child = new Child<Request, Response, Part>(this.#settings, () => {
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
/** A request may wait so long for a child that is there. */
const patienceMs = 3_000

class Child<Request, Response, Part> {
  /** Of the requests that it was given. */
  readonly kinds = new Set<string>()
  current: Waiting<Request, Response, Part> | undefined
  readonly #process: ChildProcess
  readonly #settings: ChildPoolSettings
  readonly #exited: Promise<void>
  readonly #onExit: () => void
  #timer: NodeJS.Timeout | undefined
  #release: (() => void) | undefined

  constructor(settings: ChildPoolSettings, onExit: () => void) {
    this.#settings = settings
    this.#onExit = onExit
    const liftoff = Number(process.versions.node.split('.')[0]) >= 22 ? ['--liftoff-only'] : []
    this.#process = fork(settings.entry, [], {
      execArgv: [...liftoff, `--max-old-space-size=${settings.heapMb}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      // What it works on is not trusted: it shall know nothing of ours, no key and no password.
      env: {},
    })
    this.#process.on('message', (reply: Reply<Response, Part>) => this.#answer(reply))
    this.#process.on('error', () => undefined)
    // What it told before it ended is read first.
    this.#exited = new Promise((resolve) => this.#process.once('exit', () => (this.#process.connected ? this.#process.once('disconnect', resolve) : resolve())))
    void this.#exited.then(() => {
      clearTimeout(this.#timer)
      const waiting = this.current
      this.current = undefined
      onExit()
      waiting?.reject(new AppError('platform/child-crashed', 'internal', `A ${settings.name} process ended while it worked.`))
    })
  }

  run(waiting: Waiting<Request, Response, Part>, release: () => void): void {
    this.current = waiting
    if (waiting.kind !== undefined) this.kinds.add(waiting.kind)
    this.#release = release
    this.#watch()
    this.#process.send({ request: waiting.request }, (error) => {
      if (error !== null) void this.kill(new AppError('platform/child-crashed', 'internal', `A ${this.#settings.name} process is gone.`, { cause: error }))
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

  /** Ends it when its time is up, counted from now. */
  #watch(): void {
    clearTimeout(this.#timer)
    const { name, timeoutMs } = this.#settings
    const startedAt = performance.now()
    const usedBefore = cpuTimeMs(this.#process.pid)
    const wait = (delayMs: number, isLast = false): void => {
      this.#timer = setTimeout(() => {
        const used = cpuTimeMs(this.#process.pid)
        const ownMs = used === undefined || usedBefore === undefined ? Infinity : used - usedBefore
        const left = Math.min(timeoutMs - ownMs, patience * timeoutMs - (performance.now() - startedAt))
        // If we were busy ourselves, what it told in the meantime has yet to be read.
        if (left > 0 || !isLast) wait(Math.max(left, shortestWatchMs), left <= 0)
        else void this.kill(new AppError('platform/child-timed-out', 'internal', `A ${name} process took longer than ${timeoutMs} ms.`))
      }, delayMs)
    }
    wait(timeoutMs)
  }

  #answer(reply: Reply<Response, Part>): void {
    const waiting = this.current
    if (waiting === undefined) return
    if ('part' in reply) {
      this.#watch()
      waiting.onPart?.(reply.part)
      return
    }
    this.current = undefined
    clearTimeout(this.#timer)
    if (reply.isLast === true) this.#leave()
    else this.#timer = setTimeout(() => this.#leave(), this.#settings.idleMs).unref()
    if ('result' in reply) waiting.resolve(reply.result)
    else waiting.reject(new AppError('platform/child-failed', 'internal', reply.error))
    this.#release?.()
  }

  /** No more work for this one. It ends by itself when nobody listens to it any more. */
  #leave(): void {
    this.#onExit()
    if (this.#process.connected) this.#process.disconnect()
  }
}

/** A child that has grown beyond this is replaced: what WebAssembly took once it never gives back. */
const usualMemory = 400 * 1024 ** 2

/** The other end: answers requests until the parent goes away. What the handler tells is on its way when it goes on, so a crash after it cannot undo it. */
export function serveRequests<Request, Response, Part = never>(handle: (request: Request, tell: (part: Part) => Promise<void>) => Promise<Response> | Response): void {
  process.on('disconnect', () => process.exit(0))
  const send = (reply: object) => process.send?.(process.memoryUsage.rss() > usualMemory ? { ...reply, isLast: true } : reply)
  const tell = (part: Part) => new Promise<void>((resolve) => process.send?.({ part }, undefined, {}, () => resolve()))
  process.on('message', (message: { request: Request }) => {
    void (async () => {
      try {
        send({ result: await handle(message.request, tell) })
      } catch (error) {
        send({ error: error instanceof Error ? error.message : String(error) })
      }
    })()
  })
}

function cancelled(): AppError {
  return new AppError('platform/cancelled', 'cancelled', 'Stopped on request.')
}
