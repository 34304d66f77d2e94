import type { Component } from '../../../analysis/code-map.js'
import { group, isPublic, isSource, type CodeIndex } from '../../plan/code-index.js'
import { exercisedBy } from '../../plan/exercised-by.js'
import { rememberOf } from '../../plan/remember.js'
import { usersOf } from '../../plan/usage.js'
import { compareText } from '../../prose.js'

/** Definitions that stand beside each other under one type: where there are several, one more can be written after their pattern. */
export interface Family {
  readonly base: Component
  /** Each in a file of its own or with others; the shortest first. */
  readonly members: readonly Component[]
  /** What names most of the members: where one more has to be named. */
  readonly registries: readonly { readonly component: Component; readonly named: number }[]
  /** A test file that touches the member which is shown as an example. */
  readonly test: string | undefined
}

const [fewestMembers, fewestFiles, maxFamilies, maxRegistries, fewestLines] = [3, 3, 12, 3, 6] as const

/** Of each name one; those with most members first. */
export const familiesOf = rememberOf((index: CodeIndex): readonly Family[] => {
  const found = [...index.components.values()].filter((base) => isSource(index, base.path) && base.isTest !== true).flatMap((base) => familyOf(index, base) ?? [])
  const byName = group(found.sort((a, b) => b.members.length - a.members.length || compareText(a.base.id, b.base.id)), ({ base }) => [base.name])
  return [...byName.values()].flatMap(([first]) => first ?? []).slice(0, maxFamilies)
})

function familyOf(index: CodeIndex, base: Component): Family | undefined {
  const references = (index.incoming.get(base.id) ?? []).filter(({ kind }) => kind === 'extends' || kind === 'implements')
  const direct = references.flatMap(({ from }) => index.components.get(from) ?? []).filter((one) => isSource(index, one.path) && one.isTest !== true && one.id !== base.id)
  const members = [...new Map(direct.map((one) => [one.id, one])).values()].sort((a, b) => lines(a) - lines(b) || compareText(a.id, b.id))
  if (members.length < fewestMembers || new Set(members.map(({ path }) => path)).size < fewestFiles) return undefined
  return { base, members, registries: registriesOf(index, base, members), test: testOf(index, exampleOf(members, index)) }
}

/** The shortest that is more than a mark, and public where any is. */
export function exampleOf(members: readonly Component[], index: CodeIndex): Component | undefined {
  const whole = members.filter((one) => lines(one) >= fewestLines)
  return whole.find((one) => isPublic(index, one)) ?? whole[0] ?? members[0]
}

function registriesOf(index: CodeIndex, base: Component, members: readonly Component[]): Family['registries'] {
  const own = new Set([base.id, ...members.map(({ id }) => id)])
  const named = new Map<string, { component: Component; named: number }>()
  for (const member of members) {
    for (const { component } of usersOf(index, member)) {
      if (component === undefined || own.has(component.id) || !isSource(index, component.path)) continue
      const known = named.get(component.id) ?? { component, named: 0 }
      known.named += 1
      named.set(component.id, known)
    }
  }
  const most = [...named.values()].filter((one) => one.named >= 2 && one.named >= members.length / 3)
  return most.sort((a, b) => b.named - a.named || compareText(a.component.id, b.component.id)).slice(0, maxRegistries)
}

function testOf(index: CodeIndex, example: Component | undefined): string | undefined {
  const tests = example === undefined ? [] : exercisedBy(index, [example.path])
  return tests.find(({ ids }) => example !== undefined && ids.includes(example.id))?.path
}

function lines({ startLine, endLine }: Component): number {
  return endLine - startLine + 1
}
