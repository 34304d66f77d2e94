import type { Node, QueryCapture } from 'web-tree-sitter'
import type { ComponentKind, ReferenceKind } from '../../code-map.js'

/** What all matches of one pattern of a query have in common. */
export interface Pattern {
  /** `@def.class` → class. */
  readonly defines?: ComponentKind | undefined
  /** `@ref.call` → call. */
  readonly refers?: ReferenceKind | undefined
  /** Captures that every match of it has and of which only that counts: they are not asked for, see `FactsQuery`. */
  readonly marks: ReadonlySet<string>
}

const plain: Pattern = { marks: new Set() }

/** One match of a query: nodes by capture name. A name captured twice keeps the last. */
export class Captures {
  readonly pattern: Pattern
  /** A handful: looking through them is faster than a map for each of thousands of matches. */
  readonly #captures: readonly QueryCapture[]

  constructor(captures: readonly QueryCapture[], pattern = plain) {
    this.#captures = captures
    this.pattern = pattern
  }

  get(name: string): Node | undefined {
    for (let at = this.#captures.length - 1; at >= 0; at -= 1) {
      const capture = this.#captures[at]
      if (capture?.name === name) return capture.node
    }
    return undefined
  }

  has(name: string): boolean {
    return this.pattern.marks.has(name) || this.get(name) !== undefined
  }
}
