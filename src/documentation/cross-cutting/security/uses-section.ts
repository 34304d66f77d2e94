import { inlineCode } from '../../markdown/escape.js'
import { moduleLink, type PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, listOf } from '../../prose.js'
import type { PlannedTopic, WikiPlan } from '../../wiki-plan.js'
import { citeLine, placeLink, placesOf, shortSymbol, writtenSymbol, type OutsidePlace } from '../outside-places.js'
import type { SecurityKind } from './kinds.js'

type Context = PageContext<PlannedTopic>

const [maxRows, maxPlaces] = [16, 3]

export function usesOfKind(plan: WikiPlan, { kinds }: SecurityKind): readonly OutsidePlace[] {
  return placesOf(plan, new Set(kinds))
}

/** Kinds below one heading, each with how many places there are and where. */
export function writeKinds(context: Context, heading: string, kinds: readonly SecurityKind[]): void {
  const found = kinds.filter((kind) => usesOfKind(context.plan, kind).length > 0)
  if (found.length === 0) return
  context.page.heading(2, heading)
  for (const kind of found) {
    context.page.heading(3, kind.heading)
    writeUses(context, kind)
  }
}

/** By symbol and module, the most used first. */
export function writeUses(context: Context, kind: SecurityKind): void {
  const { plan, page } = context
  const places = usesOfKind(plan, kind)
  if (places.length === 0) return
  page.paragraph(`${count(timesOf(places), 'place')} where the code ${kind.says}.`)
  const rows = [...group(places, ({ symbol, path }) => [`${symbol}\n${plan.graph.moduleOfFile.get(path) ?? ''}`]).values()].sort((a, b) => timesOf(b) - timesOf(a) || compareText(a[0]?.symbol ?? '', b[0]?.symbol ?? '') || compareText(a[0]?.path ?? '', b[0]?.path ?? ''))
  page.table(
    ['Uses', 'Where', 'Module', 'Source'],
    rows.slice(0, maxRows).map((own) => rowOf(context, own)),
  )
  const rest = rows.slice(maxRows)
  if (rest.length === 0) return
  const symbols = [...new Set(rest.flatMap((own) => own.map(shortSymbol)))]
  page.paragraph(`${count(rest.reduce((sum, own) => sum + timesOf(own), 0), 'more place')}, with ${listOf(symbols.slice(0, 12).map(inlineCode), symbols.length)}.`)
}

function rowOf(context: Context, own: readonly OutsidePlace[]): string[] {
  const [first] = own
  const module = first === undefined ? undefined : context.plan.graph.moduleOfFile.get(first.path)
  const named = [...new Map(own.map((one) => [`${one.path} ${one.component?.qualifiedName ?? ''}`, one])).values()]
  const cited = own.flatMap(({ path, lines }) => lines.map((line) => ({ path, line })))
  return [
    first === undefined ? '' : inlineCode(writtenSymbol(first)),
    listOf(named.slice(0, maxPlaces).map((one) => placeLink(context, one)), named.length),
    module === undefined ? '' : moduleLink(context, module),
    listOf(cited.slice(0, maxPlaces).map(({ path, line }) => citeLine(context, path, line)), Math.max(cited.length, timesOf(own))),
  ]
}

const timesOf = (places: readonly OutsidePlace[]): number => places.reduce((sum, { count: times }) => sum + times, 0)

