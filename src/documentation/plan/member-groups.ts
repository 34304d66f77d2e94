import type { Component } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import { isPublic, withMembers, type CodeIndex } from './code-index.js'
import { isSameThing, publicMembersOf, toldMembers } from './members.js'

/** A type, or what else holds members, with those that may be used from outside, in source order. */
export interface MemberGroup {
  readonly owner: Component
  readonly members: readonly Component[]
}

/** Everything at or inside these components that has public members, by name. */
export function memberGroups(index: CodeIndex, tops: readonly Component[]): readonly MemberGroup[] {
  return tops
    .flatMap((top) => withMembers(index, top))
    .filter((owner) => !isTwin(index, owner))
    .map((owner) => ({ owner, members: publicMembersOf(index, owner) }))
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => compareText(a.owner.qualifiedName.toLowerCase(), b.owner.qualifiedName.toLowerCase()) || compareText(a.owner.id, b.owner.id))
}

function isTwin(index: CodeIndex, owner: Component): boolean {
  const around = owner.parent === undefined ? undefined : index.components.get(owner.parent)
  return around !== undefined && isSameThing(around, owner)
}

/** What a page has still to name when the sections of these components have told their own. */
export function untoldGroups(index: CodeIndex, groups: readonly MemberGroup[], isDetailed: (owner: Component) => boolean): readonly MemberGroup[] {
  return groups
    .map(({ owner, members }) => {
      if (!isDetailed(owner)) return { owner, members }
      const told = new Set(toldMembers(index, owner).map(({ name }) => name))
      return { owner, members: members.filter(({ name }) => !told.has(name)) }
    })
    .filter(({ members }) => members.length > 0)
}

export function isOpenGroup(index: CodeIndex, { owner }: MemberGroup): boolean {
  return isPublic(index, owner)
}

export function countMembers(groups: readonly MemberGroup[]): number {
  return groups.reduce((sum, { members }) => sum + members.length, 0)
}
