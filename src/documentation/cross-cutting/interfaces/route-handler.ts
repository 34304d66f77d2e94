import type { Component, Surroundings } from '../../../analysis/code-map.js'
import type { WikiPlan } from '../../wiki-plan.js'

type Route = Surroundings['routes'][number]

/** The function of that name in the file, or the one that the file imports and has a single definition. */
export function routeHandler({ index }: WikiPlan, { handler, file }: Route): Component | undefined {
  if (handler === undefined) return undefined
  const name = handler.split(/\.|::|#/).at(-1) ?? handler
  const named = (path: string) => (index.topLevel.get(path) ?? []).flatMap((top) => [top, ...(index.members.get(top.id) ?? [])]).filter((one) => one.name === name)
  const own = named(file)
  const targets = new Set((index.importsOf.get(file) ?? []).flatMap((one) => one.targets))
  const found = own.length > 0 ? own : [...targets].flatMap(named)
  return found.length === 1 ? found[0] : undefined
}
