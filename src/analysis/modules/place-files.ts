import { posix } from 'node:path'
import type { SourceFile } from '../code-map.js'
import { stem, words, type Affinity } from './split-flat.js'

/** A module that new files may join. */
export interface Place {
  readonly id: string
  /** The folder it stands for; undefined for a group that was found by affinity. */
  readonly path: string | undefined
  /** Of its own, not of its children. Who joins is added. */
  readonly files: string[]
  readonly children: readonly Place[]
}

const sharedNameWeight = 0.25

/** Adds each new file to a module: the one that holds its stem in the folder, else the folder's, and of several the one it has most to do with. */
export function placeFiles(added: readonly Pick<SourceFile, 'path'>[], root: Place, affinity: Affinity): void {
  const byStem = new Map<string, Place>()
  const byFolder = new Map<string, Set<Place>>()
  const note = (path: string, place: Place) => {
    const folder = posix.dirname(path)
    byStem.set(stemKey(path), byStem.get(stemKey(path)) ?? place)
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(place))
  }
  for (const place of everyPlace(root)) for (const path of place.files) note(path, place)
  for (const { path } of [...added].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = byStem.get(stemKey(path)) ?? placeByFolder(path, byFolder.get(posix.dirname(path)), root, affinity)
    place.files.push(path)
    note(path, place)
  }
}

function placeByFolder(path: string, holders: ReadonlySet<Place> | undefined, root: Place, affinity: Affinity): Place {
  const [only, second] = holders ?? []
  if (only !== undefined && second === undefined) return only
  const home = homeOf(path, root, everyPlace(root))
  const candidates = holders === undefined ? [home, ...home.children.filter((child) => child.path === undefined)] : [...holders]
  return closest(path, candidates, affinity) ?? home
}

/** The module of the innermost folder around a path; `root` when there is none. */
export function homeOf<P extends Pick<Place, 'path'>>(path: string, root: P, places: readonly P[]): P {
  let home = root
  for (const place of places) {
    if (place.path !== undefined && path.startsWith(`${place.path}/`) && place.path.length > (home.path?.length ?? 0)) home = place
  }
  return home
}

/** Undefined when it has nothing to do with any. */
function closest(path: string, candidates: readonly Place[], affinity: Affinity): Place | undefined {
  const own = new Set(words(path))
  const links = candidates.map(({ files }) => files.reduce((sum, file) => sum + affinity(path, file), 0) / Math.sqrt(Math.max(1, files.length)))
  const most = Math.max(...links)
  const scores = candidates.map(({ files }, at) => {
    const kin = files.filter((file) => words(file).some((word) => own.has(word))).length
    return (most === 0 ? 0 : (links[at] ?? 0) / most) + (sharedNameWeight * kin) / Math.max(1, files.length)
  })
  const best = Math.max(...scores)
  return best > 0 ? candidates[scores.indexOf(best)] : undefined
}

const stemKey = (path: string): string => `${posix.dirname(path)}/${stem(path)}`
const everyPlace = (place: Place): Place[] => [place, ...place.children.flatMap(everyPlace)]
