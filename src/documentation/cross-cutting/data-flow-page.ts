import { chooseWays } from './data-flow/choose-ways.js'
import { entrancesOf, type Entrance, type EntranceKind } from './data-flow/entrances.js'
import { endKinds, findWays, type Way } from './data-flow/find-ways.js'
import { writeFlow } from './data-flow/flow-diagram.js'
import { writeEnds, writeEntrances } from './data-flow/places-section.js'
import { writeWays } from './data-flow/ways-section.js'
import { endWords, entranceWords } from './data-flow/words.js'
import type { PageContext } from '../pages/page-context.js'
import { rememberOf } from '../plan/remember.js'
import { count, listOf } from '../prose.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'

/** One way alone is told by the page of its module. */
const minWays = 2

/** How data comes in, through which modules it goes, and where it leaves. */
export const dataFlowPage: CrossCuttingPage = {
  address: 'data-flow',
  title: 'Data flow',
  sections(plan) {
    const { entrances, ways, chosen } = flowOf(plan)
    if (chosen.length < minWays) return undefined
    return [(context) => writeLead(context, ways), (context) => writeFlow(context, ways), (context) => writeWays(context, chosen), (context) => writeEntrances(context, entrances), writeEnds]
  },
}

interface Flow {
  readonly entrances: readonly Entrance[]
  /** With at least one call. */
  readonly ways: readonly Way[]
  readonly chosen: readonly Way[]
}

const flowOf = rememberOf((plan: WikiPlan): Flow => {
  const entrances = entrancesOf(plan)
  const ways = findWays(plan, entrances)
  const begun = new Set(ways.map(({ entrance }) => entrance))
  // Of what anybody might call, only what leads somewhere is told.
  const told = entrances.filter((one) => (one.kind !== 'open' && one.kind !== 'library') || begun.has(one))
  return { entrances: told, ways, chosen: chooseWays(plan, ways) }
})

function writeLead({ page }: PageContext<PlannedTopic>, ways: readonly Way[]): void {
  const kinds: readonly EntranceKind[] = ['route', 'command', 'message', 'program', 'library', 'open']
  const from = kinds.flatMap((kind) => {
    const number = new Set(ways.filter(({ entrance }) => entrance.kind === kind).map(({ entrance }) => entrance)).size
    return number === 0 ? [] : [nounOf(number, kind)]
  })
  const to = endKinds.filter((end) => ways.some((way) => way.end === end)).map((end) => endWords[end].goal)
  page.paragraph(`From where data comes in to where it leaves: calls lead from ${listOf(from)} to ${listOf(to)}.`)
}

function nounOf(number: number, kind: EntranceKind): string {
  const { noun } = entranceWords[kind]
  if (number === 1) return count(1, noun)
  const [first = noun, ...rest] = noun.split(/(?= for | of | that )/)
  return [count(number, first), ...rest].join('')
}
