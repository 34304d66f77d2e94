/** Of a list in the order of `startOf`, the index of the last one that starts at or before the place; -1 = none. Binary. */
export function lastFrom<T>(list: readonly T[], place: number, startOf: (one: T) => number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    const one = list[middle]
    if (one !== undefined && startOf(one) <= place) low = middle + 1
    else high = middle
  }
  return low - 1
}
