const maxSteps = 5_000
const maxHops = 50

/**
 * Where the search for a name has been: at every file once for each name, so that it ends where files re-export one another, and
 * costs no more than so many steps however many there are.
 */
export class Trail {
  readonly #seen: Seen
  readonly #hops: number

  constructor(seen: Seen = { paths: new Map(), steps: 0 }, hops = 0) {
    this.#seen = seen
    this.#hops = hops
  }

  /** Too many steps, or too many from one file to the next. */
  get isOver(): boolean {
    return this.#hops > maxHops || this.#seen.steps >= maxSteps
  }

  /** False: it has been there. */
  enters(path: string, name: string): boolean {
    let paths = this.#seen.paths.get(name)
    if (paths === undefined) this.#seen.paths.set(name, (paths = new Set()))
    if (paths.has(path)) return false
    paths.add(path)
    this.#seen.steps += 1
    return true
  }

  next(): Trail {
    return new Trail(this.#seen, this.#hops + 1)
  }
}

/** Of one search: files by the name that was looked for. */
interface Seen {
  readonly paths: Map<string, Set<string>>
  steps: number
}
