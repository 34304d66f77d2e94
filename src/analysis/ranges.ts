import { lastFrom } from './last-from.js'

/** Lines, or places of a text; both ends belong to it. */
export type Range = readonly [first: number, last: number]

interface Held {
  readonly range: Range
  /** Index of the nearest one before that reaches as far as this one's start, -1 for none. */
  readonly outer: number
}

/** Ranges of a file, asked for by place. A generated file can declare one name in thousands of functions: nobody walks over them all. */
export class Ranges {
  readonly #added: Range[] = []
  #inOrder: readonly Held[] | undefined

  add(range: Range): void {
    this.#added.push(range)
    this.#inOrder = undefined
  }

  /** The one around a place that starts last, of several the shortest. */
  around(place: number): Range | undefined {
    const all = (this.#inOrder ??= inOrder(this.#added))
    let at = lastFrom(all, place, ({ range }) => range[0])
    while (at >= 0 && (all[at]?.range[1] ?? 0) < place) at = all[at]?.outer ?? -1
    return all[at]?.range
  }
}

/** By their starts, of equal ones the longest first. */
function inOrder(added: readonly Range[]): Held[] {
  const held: Held[] = []
  const open: number[] = []
  for (const range of added.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    while (open.length > 0 && (held[open.at(-1) ?? 0]?.range[1] ?? 0) < range[0]) open.pop()
    held.push({ range, outer: open.at(-1) ?? -1 })
    open.push(held.length - 1)
  }
  return held
}
