import { AppError } from '../../../platform/app-error.js'
import { ChildPool } from '../../../platform/child-pool.js'
import type { FileParser, ParseRequest, ParseResult, ReadAs } from '../../file-parser.js'

export interface BatchRequest {
  readonly files: readonly ({ readonly path: string; readonly content: Uint8Array } & ReadAs)[]
}
/** Facts of one file after the other, in the order of the request. Null: a document that is not what its name says. */
export type BatchPart = string | null

const batchBytes = 200_000
/** Starting another process, with its grammars and queries, costs about as much as parsing these: nobody waits the less for it where there are not twice as many. */
const batchesPerStart = 10
const batchesBeforeStart = 12
/** And a grammar with its queries, as these. */
const batchesPerGrammar = 8
/** Of a child's own time, for one file. */
const fileTimeoutMs = 10_000
/** By the clock: a quick job after a quick job finds its parsers there; while the pages of a large one are written, their memory is worth more. */
const idleMs = 1_500

/** A pool of forked children that parse batches. A file that hangs or crashes its child is left out; what was parsed before it in its batch stands. */
export class TreeSitterFileParser implements FileParser {
  readonly #pool: ChildPool<BatchRequest, undefined, BatchPart>

  constructor(settings: { readonly entry: URL; readonly processes: number }) {
    this.#pool = new ChildPool({ entry: settings.entry, size: settings.processes, startsAfter: batchesBeforeStart, waitBeforeNext: batchesPerStart, waitBeforeLearning: batchesPerGrammar, timeoutMs: fileTimeoutMs, heapMb: 1_024, idleMs, name: 'parser' })
  }

  async parse(requests: readonly ParseRequest[], signal: AbortSignal): Promise<readonly ParseResult[]> {
    const results = new Array<ParseResult>(requests.length)
    await Promise.all(toBatches(requests).map((batch) => this.#parseBatch(batch, requests, results, signal)))
    return results
  }

  async close(): Promise<void> {
    await this.#pool.close()
  }

  async #parseBatch(batch: readonly number[], requests: readonly ParseRequest[], results: ParseResult[], signal: AbortSignal): Promise<void> {
    for (let left = batch; left.length > 0; ) {
      const files = left.flatMap((at) => requests[at] ?? [])
      let done = 0
      const onPart = (facts: BatchPart) => {
        const at = left[done++]
        if (at !== undefined) results[at] = facts === null ? { failed: 'unreadable' } : { facts }
      }
      const failure = await this.#pool.run({ files }, { signal, onPart, kind: readerOf(requests[left[0] ?? 0]) }).then(() => undefined, (error: unknown) => error)
      signal.throwIfAborted()
      const [suspect] = left.slice(done)
      if (suspect === undefined) return
      const timedOut = failure instanceof AppError && failure.code === 'platform/child-timed-out'
      // A process can die for other reasons than the file that it was at: what fails alone too is at fault.
      if (timedOut || left.length === 1) results[suspect] = { failed: timedOut ? 'timed-out' : 'parser-failed' }
      else await this.#parseBatch([suspect], requests, results, signal)
      left = left.slice(done + 1)
    }
  }
}

/**
 * What is read in the same way stays together, so that not every process loads every grammar. The largest files come first: who ends last
 * has little left.
 */
function toBatches(requests: readonly ParseRequest[]): number[][] {
  const size = (at: number) => requests[at]?.content.length ?? 0
  const order = requests.map((_, at) => at).sort((a, b) => size(b) - size(a))
  const open = new Map<string, { readonly batch: number[]; bytes: number }>()
  const batches: number[][] = []
  for (const at of order) {
    const kind = readerOf(requests[at])
    let last = open.get(kind)
    if (last === undefined || last.bytes + size(at) > batchBytes) {
      open.set(kind, (last = { batch: [], bytes: 0 }))
      batches.push(last.batch)
    }
    last.batch.push(at)
    last.bytes += size(at)
  }
  return batches
}

/** The grammar; all documents are one kind. */
const readerOf = (request: ParseRequest | undefined): string => (request === undefined || 'document' in request ? '' : request.grammar)
