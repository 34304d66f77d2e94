import type { Component } from '../../analysis/code-map.js'
import type { OutsideKind, OutsideUse } from '../../analysis/outside/outside-use.js'
import { recognise } from '../../analysis/languages/registry.js'
import { inlineCode } from '../markdown/escape.js'
import { componentLink, type PageContext } from '../pages/page-context.js'
import { isSource } from '../plan/code-index.js'
import { rememberOf } from '../plan/remember.js'
import { writtenName } from '../../analysis/written-name.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'
import { isProductPath } from './is-aside.js'

/** A use of something outside with where it stands. */
export interface OutsidePlace extends OutsideUse {
  readonly path: string
  /** Undefined for code outside any definition. */
  readonly component: Component | undefined
}

/** What the product's code uses, in the order of the code. */
export const outsidePlaces = rememberOf((plan: WikiPlan): readonly OutsidePlace[] =>
  [...plan.index.outsideOf.values()].flat().flatMap((use) => {
    const component = plan.index.components.get(use.from)
    const path = component?.path ?? use.from
    return isSource(plan.index, path) && isProductPath(path) ? [{ ...use, path, component }] : []
  }),
)

export function placesOf(plan: WikiPlan, kinds: ReadonlySet<OutsideKind>): readonly OutsidePlace[] {
  return outsidePlaces(plan).filter(({ kind }) => kinds.has(kind))
}

/** As people of the language write it: `std::fs::read`, `Net::HTTP.get`. */
export function writtenSymbol({ symbol, path }: Pick<OutsidePlace, 'symbol' | 'path'>): string {
  const language = recognise(path, true)?.id
  if (language === 'rust' || language === 'cpp') return symbol.replaceAll('.', '::')
  if (language === 'ruby') return symbol.replace(/\.(?=\p{Lu}[\p{L}\d]*)/gu, '::')
  return language === 'php' ? symbol.replaceAll('.', '\\') : symbol
}

/** Of a long one the last parts. */
export function shortSymbol(place: Pick<OutsidePlace, 'symbol' | 'path'>): string {
  const parts = place.symbol.split('.')
  return parts.length <= 3 ? (writtenSymbol(place).split('/').at(-1) ?? place.symbol) : writtenSymbol({ ...place, symbol: parts.slice(-2).join('.') })
}

/** Who does it, linked; code outside of definitions by its file. */
export function placeLink(context: PageContext<PlannedTopic>, { component, path, lines }: Pick<OutsidePlace, 'component' | 'path' | 'lines'>): string {
  if (component !== undefined) return componentLink(context, component, writtenName(component))
  const line = lines[0] ?? 1
  return context.page.link(inlineCode(path.split('/').at(-1) ?? path), { path, startLine: line, endLine: line })
}

export function citeLine({ page }: PageContext<PlannedTopic>, path: string, line: number): string {
  return page.cite({ path, startLine: line, endLine: line })
}
