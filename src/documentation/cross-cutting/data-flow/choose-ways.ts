import { compareText } from '../../prose.js'
import type { WikiPlan } from '../../wiki-plan.js'
import type { EntranceKind } from './entrances.js'
import { endOf, type Way } from './find-ways.js'
import { outsidePlaces } from '../outside-places.js'

const maxWays = 5
const kindWeight: Readonly<Record<EntranceKind, number>> = { route: 5, command: 4, message: 5, library: 3, program: 2, open: 1 }
/** A reader follows this many without losing the thread. */
const easySteps = 4

/** The few that tell most: through several modules, not too long, each from another place to another. */
export function chooseWays(plan: WikiPlan, ways: readonly Way[]): readonly Way[] {
  const candidates = ways.filter(({ steps }) => steps.length > 0).map((way) => ({ way, worth: worthOf(plan, way) }))
  candidates.sort((a, b) => b.worth - a.worth || compareText(keyOf(a.way), keyOf(b.way)))
  const chosen: Way[] = []
  while (chosen.length < maxWays) {
    const open = candidates.filter(({ way }) => !chosen.some((one) => isAlike(one, way)))
    const next = open.map(({ way, worth }) => ({ way, worth: worth - penalty(chosen, way) })).sort((a, b) => b.worth - a.worth)[0]
    if (next === undefined) break
    chosen.push(next.way)
  }
  return chosen
}

function worthOf(plan: WikiPlan, way: Way): number {
  const long = Math.max(0, way.steps.length - easySteps) * 2
  const described = way.entrance.component?.doc === undefined ? 0 : 1
  // One of many in its file is what the file is for; one alone may stand there by chance.
  const usual = Math.min(3, Math.log2(outsidePlaces(plan).filter(({ path, kind }) => path === way.use.path && endOf(kind) === way.end).length))
  return usual + Math.min(modulesOf(plan, way).length, 4) * 3 + Math.min(way.steps.length, easySteps) - long + kindWeight[way.entrance.kind] + described
}

/** In the order in which the way comes through them, each once. */
export function modulesOf(plan: WikiPlan, { entrance, steps, use }: Way): readonly string[] {
  const paths = [entrance.component?.path ?? entrance.place.path, ...steps.map(({ to }) => to.path), use.path]
  return [...new Set(paths.flatMap((path) => plan.graph.moduleOfFile.get(path) ?? []))]
}

/** The same beginning, or from one file to one place. */
function isAlike(a: Way, b: Way): boolean {
  if (a.entrance.node === b.entrance.node && a.entrance.label === b.entrance.label && a.entrance.kind !== 'program') return true
  return a.use.from === b.use.from && (a.entrance.place.path === b.entrance.place.path || a.steps.at(-2)?.to === b.steps.at(-2)?.to)
}

function penalty(chosen: readonly Way[], way: Way): number {
  const sameEnd = chosen.filter(({ end }) => end === way.end).length
  const sameFile = chosen.filter(({ entrance }) => entrance.place.path === way.entrance.place.path).length
  const sameUse = chosen.filter(({ use }) => use.from === way.use.from).length
  return sameEnd * 2 + sameFile + sameUse * 3
}

const keyOf = ({ entrance, end }: Way): string => `${entrance.place.path} ${String(entrance.place.startLine).padStart(7, '0')} ${entrance.label} ${end}`
