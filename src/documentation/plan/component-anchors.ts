import type { Component } from '../../analysis/code-map.js'
import { writtenName } from '../../analysis/written-name.js'
import { githubSlug } from '../github-slug.js'
import { firstDefinition } from './first-definition.js'
import type { RankedComponent } from './rank.js'
import { wordOfKind } from './word-of-kind.js'

/** What is to be known of a page to give its components headings. */
interface AnchorablePage {
  readonly slug: string
  readonly title: string
  readonly kind: 'overview' | 'module'
  readonly components: readonly RankedComponent[]
  /** False for an overview that has only a few stray files of its own beside its modules. */
  readonly holdsMuch: boolean
}

export interface PlacedHeading {
  /** The name, and what is added where the name alone is taken; together they are unique on the page. */
  readonly heading: { readonly name: string; readonly suffix: string }
  readonly anchor: string
}

/** Where a component is described in full. */
export interface ComponentAnchor extends PlacedHeading {
  readonly slug: string
}

/** Headings that pages write themselves. A component of that name gets its kind added, so that no two headings share an anchor. */
export const sectionHeadings = {
  glance: 'At a glance',
  example: 'A first example',
  explanation: 'How it works',
  architecture: 'Architecture',
  modules: 'Modules',
  offers: 'What it offers',
  run: 'Build, run and test',
  entryPoints: 'Entry points',
  mostUsed: 'Most used components',
  startHere: 'Start here',
  dependencies: 'Dependencies',
  place: 'Place in the system',
  submodules: 'Sub-modules',
  types: 'Types and how they relate',
  components: 'Components',
  more: 'More components',
  furtherMembers: 'Further members',
  internalMembers: 'Members of internal types',
  internals: 'Internals',
  flow: 'Key flow',
  libraries: 'Libraries',
  tests: 'Tests',
  files: 'Files',
} as const

/** A page is read in one sitting: about this many words of component sections, and never more sections than this. */
const wordBudget = { module: 360, overview: 240 } as const
const maxSections = { module: 5, overview: 3 } as const

export function planDetails(pages: readonly AnchorablePage[]): Map<string, ComponentAnchor> {
  const anchors = new Map<string, ComponentAnchor>()
  for (const page of pages) {
    const book = headingBook(...Object.values(sectionHeadings), page.title)
    for (const { component } of chooseDetailed(page)) anchors.set(component.id, { slug: page.slug, ...book.take(component) })
  }
  return anchors
}

/** Public ones of substance, by rank, until the page is full; when nothing is public, the private ones. */
function chooseDetailed(page: AnchorablePage): readonly RankedComponent[] {
  if (page.kind === 'overview' && !page.holdsMuch) return []
  const publicOnes = page.components.filter(({ component }) => component.visibility === 'public')
  const isFirst = firstDefinition(page.components)
  const candidates = (publicOnes.length > 0 ? publicOnes : page.components).filter((ranked) => isSubstantial(ranked) && isFirst(ranked.component))
  const chosen: RankedComponent[] = []
  let words = 0
  for (const ranked of candidates) {
    if (chosen.length >= maxSections[page.kind] || (words > wordBudget[page.kind] && chosen.length >= 2)) break
    chosen.push(ranked)
    words +=
      70 +
      Math.min(120, (ranked.component.doc ?? '').length / 6) +
      Math.min(90, (ranked.component.endLine - ranked.component.startLine) / 4)
  }
  return chosen
}

function isSubstantial({ component, reach }: RankedComponent): boolean {
  if (component.kind === 'field') return false
  if (component.kind === 'constant' || component.kind === 'macro' || component.kind === 'type') {
    return component.endLine - component.startLine >= 6 || (component.doc !== undefined && reach.sourceFiles >= 2)
  }
  return component.endLine - component.startLine >= 3 || component.doc !== undefined || reach.sourceFiles > 0
}

type Heading = ComponentAnchor['heading']

/** Hands out headings for a page that has these already. */
export function headingBook(...headings: readonly string[]): { take(component: Component): PlacedHeading } {
  const taken = new Map<string, Component | undefined>(headings.map((one) => [githubSlug(one), undefined]))
  return {
    take: (component) => {
      const heading = freeHeading(component, taken)
      const anchor = anchorOf(heading)
      taken.set(anchor, component)
      return { heading, anchor }
    },
  }
}

function freeHeading(component: Component, taken: ReadonlyMap<string, Component | undefined>): Heading {
  const name = writtenName(component).replace(/\s+/g, ' ').trim()
  const kind = wordOfKind(component)
  // A kind does not tell two of one kind apart.
  const other = taken.get(githubSlug(name))
  const ofKind = other !== undefined && wordOfKind(other) === kind ? [] : [kind]
  const suffixes = ['', ...ofKind, `in ${component.path.split('/').at(-1) ?? component.path}`]
  const isFree = (heading: Heading) => anchorOf(heading) !== '' && !taken.has(anchorOf(heading))
  const found = suffixes.map((suffix) => ({ name, suffix })).find(isFree)
  if (found !== undefined) return found
  for (let next = 2; ; next += 1) {
    const numbered = { name, suffix: `${kind} ${next}` }
    if (isFree(numbered)) return numbered
  }
}

function anchorOf({ name, suffix }: Heading): string {
  return githubSlug(suffix === '' ? name : `${name} ${suffix}`)
}
