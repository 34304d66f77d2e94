/** One of many pieces of work, some of which wait for others. */
export interface OrderedWork {
  readonly id: string
  /** Ids of what has to be done before; one that is not among the pieces counts as done. */
  readonly after: readonly string[]
}

/**
 * Does each piece as soon as all it waits for is done, at most `atOnce` at a time; of those that could begin, the one with the longest
 * chain of work behind it first, so that the end does not wait for one long chain. After a failure nothing new begins, and the failure is
 * thrown when what runs has ended. Pieces that wait for one another in a circle are begun as if they did not.
 */
export async function runInOrder<T extends OrderedWork>(pieces: readonly T[], atOnce: number, work: (piece: T) => Promise<void>): Promise<void> {
  const ids = new Set(pieces.map(({ id }) => id))
  const waiting = new Map(pieces.map(({ id, after }) => [id, new Set(after.filter((one) => one !== id && ids.has(one)))]))
  const chains = chainLengths(pieces)
  const left = [...pieces].sort((a, b) => (chains.get(b.id) ?? 0) - (chains.get(a.id) ?? 0))
  const failures: unknown[] = []
  let running = 0

  const next = (): T | undefined => {
    const ready = left.findIndex(({ id }) => waiting.get(id)?.size === 0)
    const at = ready >= 0 ? ready : running === 0 ? 0 : -1
    return at < 0 ? undefined : left.splice(at, 1)[0]
  }
  await new Promise<void>((resolve) => {
    const fill = () => {
      while (running < atOnce && failures.length === 0) {
        const piece = next()
        if (piece === undefined) break
        running += 1
        work(piece)
          .catch((error: unknown) => failures.push(error))
          .finally(() => {
            running -= 1
            for (const others of waiting.values()) others.delete(piece.id)
            fill()
          })
      }
      if (running === 0) resolve()
    }
    fill()
  })
  if (failures.length > 0) throw failures[0]
}

/** By id: how many pieces have to be done one after the other from this one on. A circle ends where it began. */
function chainLengths(pieces: readonly OrderedWork[]): ReadonlyMap<string, number> {
  const followers = new Map<string, string[]>()
  for (const { id, after } of pieces) for (const before of after) followers.set(before, [...(followers.get(before) ?? []), id])
  const lengths = new Map<string, number>()
  const under = new Set<string>()
  const lengthOf = (id: string): number => {
    const known = lengths.get(id)
    if (known !== undefined || under.has(id)) return known ?? 0
    under.add(id)
    const length = 1 + Math.max(0, ...(followers.get(id) ?? []).map(lengthOf))
    under.delete(id)
    lengths.set(id, length)
    return length
  }
  for (const { id } of pieces) lengthOf(id)
  return lengths
}
