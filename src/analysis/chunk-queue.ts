import type { ParseRequest } from './file-parser.js'

const chunkFiles = 400
const chunkBytes = 8 * 1024 ** 2

/** Gathers what is read into chunks and works on one while the next is gathered; who reads faster than that has to wait. */
export class ChunkQueue<T extends ParseRequest> {
  readonly #work: (chunk: readonly T[]) => Promise<void>
  #chunk: T[] = []
  #bytes = 0
  #underWay: Promise<void> = Promise.resolve()

  constructor(work: (chunk: readonly T[]) => Promise<void>) {
    this.#work = work
  }

  /** True when a chunk was full, and so another is done. */
  async add(request: T): Promise<boolean> {
    this.#chunk.push(request)
    this.#bytes += request.content.length
    if (this.#chunk.length < chunkFiles && this.#bytes < chunkBytes) return false
    await this.#next()
    return true
  }

  async end(): Promise<void> {
    await this.#next()
    await this.#underWay
  }

  async #next(): Promise<void> {
    await this.#underWay
    const chunk = this.#chunk
    this.#chunk = []
    this.#bytes = 0
    this.#underWay = this.#work(chunk)
    // Its failure is thrown where it is awaited; until then it is nobody's.
    this.#underWay.catch(() => undefined)
  }
}
