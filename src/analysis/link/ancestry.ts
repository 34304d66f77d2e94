import type { Component } from '../code-map.js'

const maxHops = 8

/**
 * One search among ancestors. Whoever was asked is not asked again, unless by a shorter way: with many parents in common, or types that
 * inherit from one another, the ways are as many as there are paths.
 */
export class Ancestry {
  readonly #asked: Map<string, number>
  readonly #hops: number

  constructor(asked = new Map<string, number>(), hops = 0) {
    this.#asked = asked
    this.#hops = hops
  }

  /** Of a type's parents those that are still to be asked: none when the way is too long. */
  *above(parents: readonly (Component | undefined)[] = []): Generator<Component | undefined> {
    if (this.#hops > maxHops) return
    for (const parent of parents) {
      if (parent === undefined) yield parent
      else if ((this.#asked.get(parent.id) ?? Infinity) > this.#hops) {
        this.#asked.set(parent.id, this.#hops)
        yield parent
      }
    }
  }

  next(): Ancestry {
    return new Ancestry(this.#asked, this.#hops + 1)
  }
}
