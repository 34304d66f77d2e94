import { posix } from 'node:path'
import type { SourceFile } from '../code-map.js'

/** How strongly two files belong together, symmetric, 0 for strangers. */
export type Affinity = (a: string, b: string) => number

interface Cluster {
  readonly key: string
  readonly files: SourceFile[]
  readonly lines: number
}

const linkageExponent = 0.7
const sharedNameWeight = 0.25
const maxClustered = 400

/**
 * Groups the files of one flat folder: same stems first (`dict.c` + `dict.h`), then size-capped agglomeration by average linkage over
 * references and shared words of names. Deterministic, ties by name. What joins nobody stays with the parent.
 */
export function splitFlat(files: readonly SourceFile[], affinity: Affinity, most: number): { groups: { name: string; files: SourceFile[] }[]; rest: SourceFile[] } {
  let clusters = byStem(files)
  if (clusters.length > maxClustered) clusters = byFirstWord(clusters)
  const target = Math.min(most, Math.max(3, Math.round(Math.sqrt(files.length)) + 2))
  const cap = (1.6 * clusters.reduce((sum, cluster) => sum + cluster.lines, 0)) / target
  const weights = pairWeights(clusters, affinity)
  while (clusters.length > target) {
    const best = bestPair(clusters, weights, cap)
    if (best === undefined) break
    clusters = merge(clusters, best, weights)
  }
  const groups = clusters.filter((cluster) => cluster.files.length > 1).sort((a, b) => b.lines - a.lines || (a.key < b.key ? -1 : 1))
  const kept = groups.slice(0, most)
  const rest = clusters.filter((cluster) => !kept.includes(cluster)).flatMap((cluster) => cluster.files)
  const taken = new Set<string>()
  const named = kept.map((cluster) => {
    const name = [nameOf(cluster), largestStem(cluster), cluster.key].find((candidate) => !taken.has(candidate)) ?? cluster.key
    taken.add(name)
    return { name, files: cluster.files }
  })
  return { groups: named.sort((a, b) => (a.name < b.name ? -1 : 1)), rest }
}

const stem = (path: string): string => posix.basename(path).replace(/\.(d\.)?[^.]+$/, '')
const words = (path: string): string[] => stem(path).replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').toLowerCase().split(/[^\p{L}\d]+/u).filter((word) => word.length > 2)

function byStem(files: readonly SourceFile[]): Cluster[] {
  return gather(files.map((file) => ({ key: stem(file.path).toLowerCase(), files: [file], lines: file.lines })))
}

function byFirstWord(clusters: readonly Cluster[]): Cluster[] {
  return gather(clusters.map((cluster) => ({ ...cluster, key: words(cluster.key)[0] ?? cluster.key })))
}

function gather(clusters: readonly Cluster[]): Cluster[] {
  const byKey = new Map<string, Cluster>()
  for (const cluster of clusters) {
    const known = byKey.get(cluster.key)
    byKey.set(cluster.key, known === undefined ? cluster : { key: cluster.key, files: [...known.files, ...cluster.files], lines: known.lines + cluster.lines })
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

type Weights = Map<string, Map<string, number>>

function pairWeights(clusters: readonly Cluster[], affinity: Affinity): Weights {
  const degree = new Map<string, number>()
  const raw: Weights = new Map(clusters.map((cluster) => [cluster.key, new Map()]))
  clusters.forEach((a, at) => {
    for (const b of clusters.slice(at + 1)) {
      const weight = a.files.reduce((sum, x) => sum + b.files.reduce((inner, y) => inner + affinity(x.path, y.path), 0), 0)
      if (weight === 0) continue
      raw.get(a.key)?.set(b.key, weight)
      degree.set(a.key, (degree.get(a.key) ?? 0) + weight)
      degree.set(b.key, (degree.get(b.key) ?? 0) + weight)
    }
  })
  const weights: Weights = new Map(clusters.map((cluster) => [cluster.key, new Map()]))
  clusters.forEach((a, at) => {
    const ownWords = new Set(a.files.flatMap((file) => words(file.path)))
    for (const b of clusters.slice(at + 1)) {
      const shared = b.files.flatMap((file) => words(file.path)).filter((word) => ownWords.has(word)).length
      const linked = (raw.get(a.key)?.get(b.key) ?? 0) / Math.sqrt((degree.get(a.key) ?? 1) * (degree.get(b.key) ?? 1))
      const weight = linked + (shared === 0 ? 0 : (sharedNameWeight * Math.min(shared, 3)) / Math.log2(2 + clusters.length / 8))
      if (weight === 0) continue
      weights.get(a.key)?.set(b.key, weight)
      weights.get(b.key)?.set(a.key, weight)
    }
  })
  return weights
}

function bestPair(clusters: readonly Cluster[], weights: Weights, cap: number): readonly [Cluster, Cluster] | undefined {
  const byKey = new Map(clusters.map((cluster) => [cluster.key, cluster]))
  let best: readonly [Cluster, Cluster] | undefined
  let bestScore = 0
  for (const a of clusters) {
    for (const [key, weight] of weights.get(a.key) ?? []) {
      const b = byKey.get(key)
      if (b === undefined || a.key >= b.key || a.lines + b.lines > cap) continue
      const score = weight / (a.files.length * b.files.length) ** linkageExponent
      if (score > bestScore) {
        bestScore = score
        best = [a, b]
      }
    }
  }
  return best
}

function merge(clusters: readonly Cluster[], [a, b]: readonly [Cluster, Cluster], weights: Weights): Cluster[] {
  const joined: Cluster = { key: a.key, files: [...a.files, ...b.files], lines: a.lines + b.lines }
  const own = weights.get(a.key) ?? new Map<string, number>()
  for (const [key, weight] of weights.get(b.key) ?? []) {
    if (key === a.key) continue
    const both = (own.get(key) ?? 0) + weight
    own.set(key, both)
    weights.get(key)?.set(a.key, both)
    weights.get(key)?.delete(b.key)
  }
  own.delete(b.key)
  weights.delete(b.key)
  return [...clusters.filter((cluster) => cluster !== a && cluster !== b), joined].sort((x, y) => (x.key < y.key ? -1 : 1))
}

/** A word that most files share, else the largest file's own name. */
function nameOf(cluster: Cluster): string {
  const counts = new Map<string, number>()
  for (const file of cluster.files) for (const word of new Set(words(file.path))) counts.set(word, (counts.get(word) ?? 0) + 1)
  const [top] = [...counts].sort(([a, x], [b, y]) => y - x || b.length - a.length || (a < b ? -1 : 1))
  if (top !== undefined && top[1] >= 2 && top[1] >= cluster.files.length * 0.5) return top[0]
  return largestStem(cluster)
}

function largestStem(cluster: Cluster): string {
  const largest = [...cluster.files].sort((a, b) => b.lines - a.lines || (a.path < b.path ? -1 : 1))[0]
  return stem(largest?.path ?? cluster.key)
}
