import { AppError } from '../../../platform/app-error.js'
import { ChildPool } from '../../../platform/child-pool.js'
import type { FileParser, ParseRequest, ParseResult, ReadAs } from '../../file-parser.js'

export interface BatchRequest {
  readonly files: readonly ({ readonly path: string; readonly content: Uint8Array } & ReadAs)[]
}
/** Null: a document that is not what its name says. */
export type BatchReply = readonly (string | null)[]

const batchBytes = 200_000
const batchTimeoutMs = 30_000
/** A file alone in its batch gets less: it is the one that hangs. */
const fileTimeoutMs = 10_000

/** A pool of forked children that parse batches. A batch that fails is halved until the file at fault stands alone. */
export class TreeSitterFileParser implements FileParser {
  readonly #pool: ChildPool<BatchRequest, BatchReply>

  constructor(settings: { readonly entry: URL; readonly processes: number }) {
    this.#pool = new ChildPool({ entry: settings.entry, size: settings.processes, timeoutMs: batchTimeoutMs, heapMb: 1_024, name: 'parser' })
  }

  async parse(requests: readonly ParseRequest[], signal: AbortSignal): Promise<readonly ParseResult[]> {
    const results = new Array<ParseResult>(requests.length)
    const order = requests.map((_, at) => at).sort((a, b) => (requests[b]?.content.length ?? 0) - (requests[a]?.content.length ?? 0))
    await Promise.all(toBatches(order, requests).map((batch) => this.#parseBatch(batch, requests, results, signal)))
    return results
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  async #parseBatch(batch: readonly number[], requests: readonly ParseRequest[], results: ParseResult[], signal: AbortSignal): Promise<void> {
    const files = batch.flatMap((at) => requests[at] ?? [])
    try {
      const reply = await this.#pool.run({ files }, signal, batch.length === 1 ? fileTimeoutMs : batchTimeoutMs)
      batch.forEach((at, position) => {
        const facts = reply[position]
        results[at] = facts === null ? { failed: 'unreadable' } : { facts: facts ?? '' }
      })
    } catch (error) {
      signal.throwIfAborted()
      if (batch.length > 1) {
        const middle = batch.length >> 1
        await this.#parseBatch(batch.slice(0, middle), requests, results, signal)
        await this.#parseBatch(batch.slice(middle), requests, results, signal)
        return
      }
      const timedOut = error instanceof AppError && error.code === 'platform/child-timed-out'
      for (const at of batch) results[at] = { failed: timedOut ? 'timed-out' : 'parser-failed' }
    }
  }
}

function toBatches(order: readonly number[], requests: readonly ParseRequest[]): number[][] {
  const batches: number[][] = []
  let bytes = Infinity
  for (const at of order) {
    const size = requests[at]?.content.length ?? 0
    if (bytes + size > batchBytes) {
      batches.push([])
      bytes = 0
    }
    batches.at(-1)?.push(at)
    bytes += size
  }
  return batches
}
