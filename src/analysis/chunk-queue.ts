import type { ParseRequest } from './file-parser.js'

/** Small, so that what was read of one is let go soon; several at a time, so that nobody waits for the last file of each. */
const chunkFiles = 100
const chunkBytes = 1024 ** 2
const mostUnderWay = 4

/** Gathers what is read into chunks and works on a few while the next is gathered; who reads faster than that has to wait. */
export class ChunkQueue<T extends ParseRequest> {
  readonly #work: (chunk: readonly T[]) => Promise<void>
  #chunk: T[] = []
  #bytes = 0
  readonly #underWay = new Set<Promise<void>>()

  constructor(work: (chunk: readonly T[]) => Promise<void>) {
    this.#work = work
  }

  /** True when a chunk was full, and so another is begun. */
  async add(request: T): Promise<boolean> {
    this.#chunk.push(request)
    this.#bytes += request.content.length
    if (this.#chunk.length < chunkFiles && this.#bytes < chunkBytes) return false
    await this.#next()
    return true
  }

  async end(): Promise<void> {
    await this.#next()
    await Promise.all(this.#underWay)
  }

  async #next(): Promise<void> {
    while (this.#underWay.size >= mostUnderWay) await Promise.race(this.#underWay)
    const chunk = this.#chunk
    this.#chunk = []
    this.#bytes = 0
    // One that failed stays, and throws where it is awaited; until then it is nobody's.
    const work = this.#work(chunk).then(() => void this.#underWay.delete(work))
    this.#underWay.add(work)
    work.catch(() => undefined)
  }
}
