const maxSteps = 5_000
const maxHops = 50

/**
 * Where the search for a name has been: at every file once for each name, so that it ends where files re-export one another, and
 * costs no more than so many steps however many there are.
 */
export class Trail {
  readonly #seen: Set<string>
  readonly #hops: number

  constructor(seen = new Set<string>(), hops = 0) {
    this.#seen = seen
    this.#hops = hops
  }

  /** Too many steps, or too many from one file to the next. */
  get isOver(): boolean {
    return this.#hops > maxHops || this.#seen.size >= maxSteps
  }

  /** False: it has been there. */
  enters(path: string, name: string): boolean {
    const before = this.#seen.size
    return this.#seen.add(`${path}\0${name}`).size > before
  }

  next(): Trail {
    return new Trail(this.#seen, this.#hops + 1)
  }
}
