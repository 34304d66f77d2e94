import type { Component } from '../../../analysis/code-map.js'
import { group } from '../../plan/code-index.js'
import { rememberOf } from '../../plan/remember.js'
import type { WikiPlan } from '../../wiki-plan.js'

/** Finds components by name: the last part of it by itself, those before it among the owners. */
export const indexNames = rememberOf((plan: WikiPlan): ((name: string) => readonly Component[]) => {
  const byName = group(plan.index.components.values(), ({ name }) => [name])
  return (name) => {
    const plain = name.replace(/::|->|#/g, '.')
    const last = plain.slice(plain.lastIndexOf('.') + 1)
    const found = byName.get(last) ?? []
    return plain === last ? found : found.filter(({ qualifiedName }) => qualifiedName === plain || qualifiedName.endsWith(`.${plain}`))
  }
})
