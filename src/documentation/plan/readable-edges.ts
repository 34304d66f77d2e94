interface Tie {
  readonly from: string
  readonly to: string
}

/**
 * Which of many relations a picture can show without a tangle: of each module the strongest, so that none stands alone, then the next
 * strongest until there are a few more than modules. Of two that go both ways only the stronger. `edges`: the strongest first.
 */
export function readableEdges<T extends Tie>(edges: readonly T[], nodes: number): readonly T[] {
  const limit = nodes + Math.max(2, Math.floor(nodes / 4))
  const pairs = new Set<string>()
  const oneWay = edges.filter(({ from, to }) => !pairs.has(pairKey(from, to)) && pairs.add(pairKey(from, to)))
  if (oneWay.length <= limit) return oneWay
  const held = new Set<string>()
  const chosen = new Set<T>()
  for (const edge of oneWay) {
    if (held.has(edge.from) && held.has(edge.to)) continue
    held.add(edge.from).add(edge.to)
    chosen.add(edge)
  }
  for (const edge of oneWay) if (chosen.size < limit) chosen.add(edge)
  return oneWay.filter((edge) => chosen.has(edge))
}

function pairKey(a: string, b: string): string {
  return a < b ? `${a}\n${b}` : `${b}\n${a}`
}
