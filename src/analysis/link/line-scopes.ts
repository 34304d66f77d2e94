export type Lines = readonly [first: number, last: number]

interface Held {
  readonly lines: Lines
  /** Index of the nearest one before that reaches as far as this one's first line, -1 for none. */
  readonly outer: number
}

/** Where in a file a name is declared. A generated file can declare one name in thousands of functions: nobody walks over them all. */
export class LineScopes {
  readonly #added: Lines[] = []
  #inOrder: readonly Held[] | undefined

  add(lines: Lines): void {
    this.#added.push(lines)
    this.#inOrder = undefined
  }

  /** The narrowest around the line. */
  around(line: number): Lines | undefined {
    const all = (this.#inOrder ??= inOrder(this.#added))
    let at = lastFrom(all, line)
    while (at >= 0 && (all[at]?.lines[1] ?? 0) < line) at = all[at]?.outer ?? -1
    return all[at]?.lines
  }
}

/** By first line, of equal ones the longest first. */
function inOrder(added: readonly Lines[]): Held[] {
  const held: Held[] = []
  const open: number[] = []
  for (const lines of added.toSorted((a, b) => a[0] - b[0] || b[1] - a[1])) {
    while (open.length > 0 && (held[open.at(-1) ?? 0]?.lines[1] ?? 0) < lines[0]) open.pop()
    held.push({ lines, outer: open.at(-1) ?? -1 })
    open.push(held.length - 1)
  }
  return held
}

/** -1 = none starts at or before the line. */
function lastFrom(all: readonly Held[], line: number): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.lines[0] ?? 0) <= line) low = middle + 1
    else high = middle
  }
  return low - 1
}
