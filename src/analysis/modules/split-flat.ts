import { posix } from 'node:path'
import type { SourceFile } from '../code-map.js'

/** How strongly two files belong together, symmetric, 0 for strangers. */
export type Affinity = (a: string, b: string) => number

interface Cluster {
  readonly key: string
  /** What it is made of: files of one stem, of one sub-folder, or of one family of names. */
  readonly units: readonly Unit[]
  readonly files: readonly SourceFile[]
  readonly lines: number
}

interface Unit {
  readonly name: string
  readonly lines: number
  /** Lines, and more for what many files use: what a group is called after. */
  readonly weight: number
  /** The names of a family (`t_hash`, `t_list`, …) without what they share. */
  readonly members: readonly string[]
}

/** Files that belong together, under a raw name: `dict`, `rax and t_stream`, `hash, list and set`. */
export interface Group {
  readonly name: string
  readonly files: readonly SourceFile[]
}

export interface SplitLimits {
  readonly most: number
  /** Lines of a group that fill a page. */
  readonly groupLines: number
  /** A single file of so many lines may be a group. */
  readonly alone: number
  /** The project's own name says nothing of a part of it. */
  readonly project: string
  /** How many other files use a file. */
  readonly users: (path: string) => number
}

const linkageExponent = 0.7
const sharedNameWeight = 0.25
const maxClustered = 400
/** Files that speak for their folder, not for themselves: they stay with it. */
const folderFiles = /^(?:doc|index|mod|lib|__init__|__main__|package-info|module-info|version|_version)$/i
const familySize = 3

/** Lines in steps of the square root of two, so that what hangs on a total does not flip with every file that comes or goes. */
export const steady = (lines: number): number => 2 ** (Math.round(Math.log2(Math.max(1, lines)) * 2) / 2)

/**
 * Groups the files of one folder and of its small sub-folders: same stems (`dict.c` + `dict.h`), sub-folders and families of names
 * (`t_hash`, `t_list`, `t_set`) first, then size-capped agglomeration by average linkage over references and shared words of names.
 * Deterministic, ties by name. What joins nobody and is small stays with the parent.
 */
export function splitFlat(files: readonly SourceFile[], folder: string, affinity: Affinity, limits: SplitLimits): { groups: Group[]; rest: SourceFile[] } {
  const isFolderFile = (file: SourceFile) => posix.dirname(file.path) === folder && folderFiles.test(stem(file.path))
  let clusters = byFamily(byUnit(files.filter((file) => !isFolderFile(file)), folder, limits.users))
  if (clusters.length > maxClustered) clusters = byFirstWord(clusters)
  const lines = steady(clusters.reduce((sum, cluster) => sum + cluster.lines, 0))
  const target = Math.min(limits.most, Math.max(3, Math.round(Math.sqrt(clusters.length)) + 2, Math.ceil(lines / limits.groupLines)))
  const cap = (1.6 * lines) / target
  const weights = pairWeights(clusters, affinity)
  while (clusters.length > target) {
    const best = bestPair(clusters, weights, cap)
    if (best === undefined) break
    clusters = merge(clusters, best, weights)
  }
  const groups = clusters.filter((cluster) => cluster.files.length > 1 || cluster.lines >= limits.alone).sort((a, b) => b.lines - a.lines || (a.key < b.key ? -1 : 1))
  const kept = groups.slice(0, limits.most)
  const chosen = new Set(kept.flatMap((cluster) => cluster.files))
  return { groups: nameGroups(kept, [posix.basename(folder).toLowerCase(), limits.project.toLowerCase()]), rest: files.filter((file) => !chosen.has(file)) }
}

function nameGroups(clusters: readonly Cluster[], silent: readonly string[]): Group[] {
  const taken = new Set(silent)
  const isFree = (name: string) => !taken.has(name) && !silent.includes(name.toLowerCase())
  const shortened = withoutCommonEnding(clusters)
  const named = shortened.map((cluster): Group => {
    const name = namesFor(cluster, silent).find(isFree) ?? cluster.key
    taken.add(name)
    return { name, files: cluster.files }
  })
  return named.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Where most names end alike (`get_command`, `put_command`), the ending tells nothing. */
function withoutCommonEnding(clusters: readonly Cluster[]): readonly Cluster[] {
  const units = clusters.flatMap((cluster) => cluster.units)
  const endings = new Map<string, number>()
  for (const { name } of units) {
    const ending = /.([-_][a-z]+)$/.exec(name)?.[1]
    if (ending !== undefined) endings.set(ending, (endings.get(ending) ?? 0) + 1)
  }
  const common = [...endings].find(([, times]) => times >= 4 && times >= units.length / 2)?.[0]
  if (common === undefined) return clusters
  const bare = (unit: Unit) => (unit.name.endsWith(common) ? { ...unit, name: unit.name.slice(0, -common.length) } : unit)
  return clusters.map((cluster) => ({ ...cluster, units: cluster.units.map(bare) }))
}

export const stem = (path: string): string => posix.basename(path).replace(/\.(d\.)?[^.]+$/, '')
const splitWords = (name: string): string[] => name.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').toLowerCase().split(/[^\p{L}\d]+/u).filter((word) => word.length > 2)
export const words = (path: string): string[] => splitWords(stem(path))

function byUnit(files: readonly SourceFile[], folder: string, users: SplitLimits['users']): Cluster[] {
  const prefix = folder === '' ? '' : `${folder}/`
  const unitOf = ({ path }: SourceFile) => {
    const parts = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [posix.basename(path)]
    return parts.length > 1 ? (parts[0] ?? path) : stem(path)
  }
  const weightOf = ({ path, lines }: SourceFile) => lines * (1 + Math.log2(1 + users(path)))
  return gather(files.map((file) => ({ key: unitOf(file).toLowerCase(), units: [{ name: unitOf(file), lines: file.lines, weight: weightOf(file), members: [] }], files: [file], lines: file.lines })))
}

/** Three names or more that begin with the same word before `_` or `-` are a family, unless nearly all do. */
function byFamily(clusters: readonly Cluster[]): Cluster[] {
  const wordOf = ({ key }: Cluster) => /^([a-z\d]+)(?:[-_].+)?$/.exec(key)?.[1] ?? key
  const sizes = new Map<string, number>()
  for (const cluster of clusters) sizes.set(wordOf(cluster), (sizes.get(wordOf(cluster)) ?? 0) + 1)
  const isFamily = (word: string) => (sizes.get(word) ?? 0) >= familySize && (sizes.get(word) ?? 0) <= clusters.length / 2
  return gather(
    clusters.map((cluster) => {
      const word = wordOf(cluster)
      if (!isFamily(word)) return cluster
      const member = cluster.key.slice(word.length + 1)
      return { ...cluster, key: word, units: [{ name: word, lines: cluster.lines, weight: weigh(cluster), members: member === '' ? [] : [member] }] }
    }),
  )
}

function byFirstWord(clusters: readonly Cluster[]): Cluster[] {
  return gather(clusters.map((cluster) => ({ ...cluster, key: splitWords(cluster.key)[0] ?? cluster.key })))
}

function gather(clusters: readonly Cluster[]): Cluster[] {
  const byKey = new Map<string, Cluster>()
  for (const cluster of clusters) {
    const known = byKey.get(cluster.key)
    byKey.set(cluster.key, known === undefined ? cluster : joined(known.key, known, cluster))
  }
  return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function joined(key: string, a: Cluster, b: Cluster): Cluster {
  const units = new Map<string, Unit>()
  for (const unit of [...a.units, ...b.units]) {
    const known = units.get(unit.name)
    units.set(unit.name, known === undefined ? unit : { name: unit.name, lines: known.lines + unit.lines, weight: known.weight + unit.weight, members: [...known.members, ...unit.members] })
  }
  return { key, units: [...units.values()], files: [...a.files, ...b.files], lines: a.lines + b.lines }
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
  const said = clusters.map(({ files }) => files.flatMap((file) => words(file.path)))
  clusters.forEach((a, at) => {
    const ownWords = new Set(said[at])
    for (let next = at + 1; next < clusters.length; next += 1) {
      const b = clusters[next]
      if (b === undefined) break
      const shared = (said[next] ?? []).filter((word) => ownWords.has(word)).length
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
  const both = joined(a.key, a, b)
  const own = weights.get(a.key) ?? new Map<string, number>()
  for (const [key, weight] of weights.get(b.key) ?? []) {
    if (key === a.key) continue
    const sum = (own.get(key) ?? 0) + weight
    own.set(key, sum)
    weights.get(key)?.set(a.key, sum)
    weights.get(key)?.delete(b.key)
  }
  own.delete(b.key)
  weights.delete(b.key)
  return [...clusters.filter((cluster) => cluster !== a && cluster !== b), both].sort((x, y) => (x.key < y.key ? -1 : 1))
}

/** A name that one part carries alone, when that part is most of the group. Of two parts, one is named alone where it is nearly all. */
const mainShare = 0.6
const mainShareOfTwo = 0.85
const weigh = ({ units }: Cluster): number => units.reduce((sum, { weight }) => sum + weight, 0)

/** The best name first: the only or main part, a word that most parts share, else the two that carry most. */
function namesFor(cluster: Cluster, silent: readonly string[]): string[] {
  const parts = [...cluster.units].sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
  const own = parts.filter((part) => !folderFiles.test(part.name) && (!silent.includes(part.name.toLowerCase()) || part.members.length > 0))
  const [first, second] = own.length > 0 ? own : parts
  if (first === undefined) return [cluster.key]
  const isMain = parts.length === 1 || (first.lines >= cluster.lines * (parts.length === 2 ? mainShareOfTwo : mainShare) && own.length > 0)
  const shared = isMain ? undefined : sharedWord(own, silent)
  const pair = second === undefined ? familyName(first, silent) : `${familyName(first, silent)} and ${familyName(second, silent)}`
  return [...(isMain ? [familyName(first, silent)] : []), ...(shared === undefined ? [] : [shared]), pair, familyName(first, silent), first.name]
}

/** `t`, or the project's name, says nothing: the members do. */
function familyName({ name, members }: Unit, silent: readonly string[]): string {
  const told = [...new Set(members)].sort()
  if ((name.length > 1 && !silent.includes(name.toLowerCase())) || told.length === 0) return name
  return told.length > 3 ? `${told.slice(0, 2).join(', ')} and more` : [told.slice(0, -1).join(', '), ...told.slice(-1)].filter((one) => one !== '').join(' and ')
}

function sharedWord(units: readonly Unit[], silent: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const unit of units) for (const word of new Set(splitWords(unit.name))) counts.set(word, (counts.get(word) ?? 0) + 1)
  const [top] = [...counts].filter(([word]) => !silent.includes(word)).sort(([a, x], [b, y]) => y - x || b.length - a.length || (a < b ? -1 : 1))
  return top !== undefined && top[1] >= 2 && top[1] >= units.length * mainShare ? top[0] : undefined
}
