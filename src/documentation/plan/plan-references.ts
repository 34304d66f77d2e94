import type { PlannedModule, PlannedReference } from '../wiki-plan.js'
import type { CodeIndex } from './code-index.js'
import { headingBook, sectionHeadings, type ComponentAnchor } from './component-anchors.js'
import { countMembers, isOpenGroup, memberGroups, untoldGroups, type MemberGroup } from './member-groups.js'

/** Names of further members that a module's page takes in, of public types and of all; beyond, the module gets a page for them. */
const maxInline = { open: 40, all: 120 } as const
/** Rows of one page at most. */
const maxRows = 160
/** Of one wiki: the last resort against a repository of nothing but members. */
const maxPages = 600

/** Pages that name every public member of a module's types, for modules that have too many for their own page. */
export function planReferences(
  pages: readonly PlannedModule[],
  index: CodeIndex,
  anchors: ReadonlyMap<string, ComponentAnchor>,
  freeSlug: (wanted: string) => string,
): PlannedReference[] {
  const planned: PlannedReference[] = []
  for (const page of pages) {
    if (planned.length >= maxPages) break
    const groups = memberGroups(
      index,
      page.components.map(({ component }) => component),
    )
    const untold = untoldGroups(index, groups, ({ id }) => anchors.has(id))
    const open = untold.filter((group) => isOpenGroup(index, group))
    if (countMembers(open) > maxInline.open || countMembers(untold) > maxInline.all) planned.push(...referencesOf(page, groups, index, freeSlug))
  }
  return planned
}

function referencesOf(page: PlannedModule, groups: readonly MemberGroup[], index: CodeIndex, freeSlug: (wanted: string) => string): PlannedReference[] {
  const open = intoParts(groups.filter((group) => isOpenGroup(index, group)))
  const internal = groups.filter((group) => !isOpenGroup(index, group))
  const parts = open.length === 0 ? [[]] : open
  const labels = labelsOf(parts)
  return parts.map((part, at) => {
    const title = `${page.title} API`
    const anchors = headingBook(title, sectionHeadings.internalMembers)
    return {
      slug: freeSlug(at === 0 ? `${page.slug}-api` : `${page.slug}-api-${at + 1}`),
      title: parts.length === 1 ? title : `${title}, ${labels[at] ?? ''}`,
      label: parts.length === 1 ? 'API' : `API, ${labels[at] ?? ''}`,
      kind: 'reference',
      parent: page.slug,
      groups: part.map((group) => ({ ...group, heading: anchors.take(group.owner) })),
      internal: at === parts.length - 1 ? internal : [],
    }
  })
}

/** Alphabetical, each of about one sitting; a type that is too large for a page goes on with the next. */
function intoParts(groups: readonly MemberGroup[]): MemberGroup[][] {
  const parts: MemberGroup[][] = []
  let rows = maxRows
  for (const group of groups.flatMap(cutGroup)) {
    if (rows + group.members.length > maxRows) {
      parts.push([])
      rows = 0
    }
    parts.at(-1)?.push(group)
    rows += group.members.length
  }
  return parts
}

function cutGroup({ owner, members }: MemberGroup): MemberGroup[] {
  const pieces: MemberGroup[] = []
  for (let at = 0; at < members.length; at += maxRows) pieces.push({ owner, members: members.slice(at, at + maxRows) })
  return pieces
}

/** As on the spine of a dictionary: `A–Jo`, `Jp–Z`. */
function labelsOf(parts: readonly (readonly MemberGroup[])[]): string[] {
  const first = parts.map((part) => part[0]?.owner.name ?? '')
  const last = parts.map((part) => part.at(-1)?.owner.name ?? '')
  const labels = parts.map((_, at) => {
    const [from, to] = [shortest(first[at] ?? '', last[at - 1]), shortest(last[at] ?? '', first[at + 1])]
    // One type, or a piece of one, goes by its name as far as that is needed on either side.
    if (first[at] === last[at]) return from.length > to.length ? from : to
    return from === to ? from : `${from}–${to}`
  })
  return labels.map((label, at) => {
    const before = labels.slice(0, at).filter((one) => one === label).length
    return before === 0 ? label : `${label} (${before + 1})`
  })
}

/** The beginning that tells a name from its neighbour on the page beside it. */
function shortest(name: string, neighbour: string | undefined): string {
  const other = neighbour?.toLowerCase() ?? ''
  for (let length = 1; length < name.length; length += 1) {
    if (!other.startsWith(name.slice(0, length).toLowerCase())) return name.slice(0, length)
  }
  return name
}
