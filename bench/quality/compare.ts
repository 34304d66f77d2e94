import type { CodeMap, Component } from '../../src/analysis/code-map.js'
import { ComponentFinder } from './component-finder.js'
import type { Place, ReferenceDefinition, ReferenceImport, Uses } from './references/reference.js'

/** `hits` of `all`; what is wrong in words, for who mends it. */
export interface Score {
  readonly hits: number
  readonly all: number
  readonly misses: readonly string[]
}

/** How many of the reference's definitions are components. Each component stands for one. */
export function definitionsFound(reference: readonly ReferenceDefinition[], code: CodeMap): Score & { readonly extra: readonly Component[] } {
  const finder = new ComponentFinder(code)
  const taken = new Set<string>()
  const misses: string[] = []
  for (const definition of reference) {
    const component = finder.at(definition, ({ id }) => !taken.has(id))
    if (component === undefined) misses.push(`${definition.kind} ${placed(definition)}`)
    else taken.add(component.id)
  }
  return { hits: reference.length - misses.length, all: reference.length, misses, extra: code.components.filter(({ id }) => !taken.has(id)) }
}

export interface EdgeScores {
  /** Edges that the reference confirms, of those that it can judge. */
  readonly precision: Score
  /** Calls, instances, types, heritage: of the reference's, how many we have. */
  readonly recall: Score
  /** The same with every other mention of a component: a function handed on, a constant read. */
  readonly recallOfAll: Score
  readonly unjudged: number
}

interface Pair {
  readonly from: string
  readonly to: readonly string[]
  readonly isRead: boolean
  readonly at: string
}

/** Edges are pairs of components (or a file, for code outside any). Those of the tier `unique` are never drawn or counted. */
export function edgesFound({ uses, unresolved }: Uses, code: CodeMap, isMeasured: (path: string) => boolean): EdgeScores {
  const finder = new ComponentFinder(code)
  const components = new Map(code.components.map((one) => [one.id, one]))
  const pairs = new Map<string, Pair>()
  const confirmed = new Set<string>()
  for (const use of uses) {
    const to = [...new Set(use.targets.flatMap((place) => finder.at(place)?.id ?? []))].sort()
    const from = finder.user(use)
    if (to.length === 0 || to.includes(from)) continue
    for (const one of to) confirmed.add(`${from}\n${one}`)
    const key = `${from}\n${to.join(' ')}`
    const isRead = use.kind === 'read' && pairs.get(key)?.isRead !== false
    pairs.set(key, { from, to, isRead, at: `${use.path}:${use.line} ${use.kind} ${use.name}` })
  }
  const unknown = new Set(unresolved.map(({ path, line, name }) => `${path}:${line}:${name}`))
  const ours = new Map<string, string>()
  let unjudged = 0
  for (const { from, to, tier, lines, kind } of code.references) {
    const path = from.split('#')[0] ?? from
    const name = components.get(to)?.name ?? ''
    const key = `${from}\n${to}`
    if (tier === 'unique' || !isMeasured(path) || ours.has(key)) continue
    if (!confirmed.has(key) && lines.some((line) => unknown.has(`${path}:${line}:${name}`))) unjudged += 1
    else ours.set(key, `${path}:${lines[0] ?? 0} ${kind} → ${to} (${tier})`)
  }
  const wrong = [...ours].filter(([key]) => !confirmed.has(key)).map(([, text]) => text)
  const isOurs = ({ from, to }: Pair) => to.some((one) => ours.has(`${from}\n${one}`))
  const scoreOf = (wanted: readonly Pair[]): Score => {
    const misses = wanted.filter((pair) => !isOurs(pair)).map(({ from, to, at }) => `${at}: ${from} → ${to.join(' | ')}`)
    return { hits: wanted.length - misses.length, all: wanted.length, misses }
  }
  const all = [...pairs.values()]
  return { precision: { hits: ours.size - wrong.length, all: ours.size, misses: wrong }, recall: scoreOf(all.filter(({ isRead }) => !isRead)), recallOfAll: scoreOf(all), unjudged }
}

/** Both ways: targets of ours that the reference has too, and the reference's that we have. */
export function importsFound(reference: readonly ReferenceImport[], code: CodeMap): { readonly precision: Score; readonly recall: Score; readonly unjudged: number } {
  const files = new Set(code.files.map(({ path }) => path))
  const judged = new Set<string>()
  const theirs = new Set<string>()
  for (const { path, specifier, targets } of reference) {
    if (targets === undefined) continue
    judged.add(`${path} ${specifier}`)
    for (const target of targets) if (files.has(target) && target !== path) theirs.add(`${path} ${specifier} → ${target}`)
  }
  const measured = new Set(reference.map(({ path }) => path))
  const all = new Set(code.imports.filter(({ from }) => measured.has(from)).flatMap(({ from, specifier, targets }) => targets.map((target) => `${from} ${specifier} → ${target}`)))
  const ours = [...all].filter((one) => judged.has(one.split(' → ')[0] ?? ''))
  const wrong = ours.filter((one) => !theirs.has(one))
  const missing = [...theirs].filter((one) => !all.has(one))
  return {
    precision: { hits: ours.length - wrong.length, all: ours.length, misses: wrong },
    recall: { hits: theirs.size - missing.length, all: theirs.size, misses: missing },
    unjudged: all.size - ours.length,
  }
}

export const placed = ({ path, line, name }: Place): string => `${path}:${line} ${name}`
