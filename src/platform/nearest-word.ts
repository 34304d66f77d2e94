import { editDistance } from './edit-distance.js'

/** The known name that a mistyped one most likely means; case does not count. */
export function nearestWord(unknown: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, distance: editDistance(name.toLowerCase(), unknown.toLowerCase()) })).sort((a, b) => a.distance - b.distance)
  const [best] = ranked
  return best !== undefined && best.distance <= Math.max(3, Math.floor(unknown.length / 3)) ? best.name : undefined
}
