import { inlineCode } from '../../markdown/escape.js'
import { componentLink, moduleLink, type PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, figure, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { settingsOf } from '../configuration/settings.js'
import { factsOfKind } from '../facts-of-kind.js'
import { isProductPath } from '../is-aside.js'
import { citeLine, outsidePlaces, placeLink, shortSymbol, type OutsidePlace } from '../outside-places.js'
import type { Entrance, EntranceKind } from './entrances.js'
import { endKinds, endOf } from './find-ways.js'
import { endWords, entranceWords } from './words.js'

type Context = PageContext<PlannedTopic>

const [maxRows, maxNamed, maxEndRows] = [24, 4, 40]
const kinds: readonly EntranceKind[] = ['route', 'command', 'message', 'program', 'library', 'open']

/** Where data comes in, by kind and module; and where code waits for it. */
export function writeEntrances(context: Context, entrances: readonly Entrance[]): void {
  const { plan, page } = context
  const listening = outsidePlaces(plan).filter(({ kind }) => kind === 'listening')
  if (entrances.length + listening.length === 0) return
  page.heading(2, 'Where data comes in')
  const byModule = kinds.flatMap((kind) => [...group(entrances.filter((one) => one.kind === kind), ({ place }) => [plan.graph.moduleOfFile.get(place.path) ?? ''])].sort((a, b) => b[1].length - a[1].length || compareText(a[0], b[0])).map(([module, own]) => ({ kind, module, own })))
  const waiting = [...group(listening, ({ path }) => [plan.graph.moduleOfFile.get(path) ?? ''])].map(([module, own]) => [
    'Listening', module === '' ? '' : moduleLink(context, module), listOf(own.slice(0, maxNamed).map((one) => `${placeLink(context, one)} by ${inlineCode(shortSymbol(one))}`), own.length), placesCited(context, own),
  ])
  const rows = byModule.slice(0, maxRows)
  page.table(
    ['By', 'Module', 'What', 'Source'],
    [
      ...rows.map(({ kind, module, own }) => [
        entranceWords[kind].title,
        module === '' ? '' : moduleLink(context, module),
        listOf(own.slice(0, maxNamed).map((one) => nameOf(context, one)), own.length),
        listOf(own.slice(0, 2).map(({ place }) => citeLine(context, place.path, place.startLine)), own.length),
      ]),
      ...waiting,
    ],
  )
  if (entrances.some(({ kind }) => kind === 'open' || kind === 'library')) page.paragraph('Of what others may call, only what leads to one of the ends below is listed.')
  const rest = byModule.slice(rows.length)
  if (rest.length > 0) page.paragraph(`${figure(rest.reduce((sum, { own }) => sum + own.length, 0))} more in ${count(rest.length, 'further module')}.`)
}

function nameOf(context: Context, { label, component, kind }: Entrance): string {
  if (component === undefined) return inlineCode(shorten(label, 60))
  if (kind === 'route' || kind === 'command') return `${inlineCode(shorten(label, 60))} (${componentLink(context, component)})`
  return componentLink(context, component, label)
}

/** Where it ends, by what it reaches and module; then what the environment gives. */
export function writeEnds(context: Context): void {
  const { plan, page } = context
  const rows = endKinds.flatMap((end) => {
    const places = outsidePlaces(plan).filter(({ kind }) => endOf(kind) === end)
    const byModule = [...group(places, ({ path }) => [plan.graph.moduleOfFile.get(path) ?? ''])].sort((a, b) => usesOf(b[1]) - usesOf(a[1]) || compareText(a[0], b[0]))
    return byModule.map(([module, own]) => [endWords[end].title, module === '' ? '' : moduleLink(context, module), symbolsOf(own), listOf(functionsOf(own).slice(0, 3).map((one) => placeLink(context, one)), functionsOf(own).length), placesCited(context, own)])
  })
  if (rows.length === 0) return
  page.heading(2, 'Where it ends')
  page.table(['In', 'Module', 'By', 'Where', 'Source'], rows.slice(0, maxEndRows))
  if (rows.length > maxEndRows) page.paragraph(`${count(rows.length - maxEndRows, 'more row')} of the same kinds.`)
  page.paragraph(further(context))
}

const usesOf = (places: readonly OutsidePlace[]): number => places.reduce((sum, one) => sum + one.count, 0)

/** Each definition once. */
function functionsOf(places: readonly OutsidePlace[]): readonly OutsidePlace[] {
  return [...new Map(places.map((one) => [`${one.path} ${one.component?.qualifiedName ?? ''}`, one])).values()]
}

/** The most used first. */
function symbolsOf(places: readonly OutsidePlace[]): string {
  const symbols = [...group(places, ({ symbol }) => [symbol])].sort((a, b) => usesOf(b[1]) - usesOf(a[1]) || compareText(a[0], b[0]))
  return listOf(symbols.slice(0, 3).flatMap(([, [first]]) => (first === undefined ? [] : [inlineCode(shortSymbol(first))])), symbols.length)
}

function placesCited(context: Context, places: readonly OutsidePlace[]): string {
  const functions = functionsOf(places)
  return listOf(functions.slice(0, 2).map(({ path, lines }) => citeLine(context, path, lines[0] ?? 1)), functions.length)
}

/** What other pages have in full. */
function further({ plan }: Context): string {
  const pageOf = (address: string) => plan.pages.find((one) => one.kind === 'topic' && one.address === address)
  const [interfaces, configuration] = [pageOf('interfaces'), pageOf('configuration')]
  const tables = new Set(factsOfKind(plan.code, 'tables').flatMap(({ facts }) => facts.tables.map(({ name }) => name))).size
  const variables = settingsOf(plan.code).filter(({ reads }) => reads.some(({ path }) => isProductPath(path))).length
  return [
    tables > 0 && interfaces !== undefined ? `The ${count(tables, 'database table')} with ${tables === 1 ? 'its' : 'their'} columns: [${interfaces.title}](${interfaces.slug}.md#database-tables).` : '',
    variables > 0 && configuration !== undefined ? `The code reads ${count(variables, 'variable')} of the environment: [${configuration.title}](${configuration.slug}.md).` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}
