import type { DocumentType } from '../../steering/steering.js'
import type { WriteSection } from '../pages/page-context.js'
import type { WikiPlan } from '../wiki-plan.js'
import type { sectionHeadings } from './component-anchors.js'

/** Addresses of the pages across the code that come first in a wiki of this type; the others follow as ever. */
const firstTopics: Readonly<Record<DocumentType, readonly string[]>> = {
  architecture: ['data-flow', 'dependencies', 'interfaces'],
  api: ['interfaces', 'glossary'],
  'user-guide': ['configuration', 'interfaces'],
  developer: ['build-and-ci', 'testing'],
}

type SectionName = keyof typeof sectionHeadings
export type NamedSection = readonly [name: SectionName, write: WriteSection]

/** Sections below the lead that come first in a wiki of this type. */
const firstSections: Readonly<Record<DocumentType, Readonly<Record<'overview' | 'module', readonly SectionName[]>>>> = {
  architecture: { overview: ['explanation', 'architecture'], module: ['explanation', 'place'] },
  api: { overview: ['explanation', 'offers', 'example'], module: ['explanation', 'components', 'more', 'types'] },
  'user-guide': { overview: ['explanation', 'example', 'run', 'entryPoints', 'offers'], module: ['explanation', 'submodules', 'components'] },
  developer: { overview: ['run', 'explanation', 'startHere', 'architecture'], module: ['explanation', 'place', 'submodules', 'files', 'tests'] },
}

export function sectionsInOrder(plan: Pick<WikiPlan, 'steering'>, kind: 'overview' | 'module', sections: readonly NamedSection[]): readonly NamedSection[] {
  const type = plan.steering.documentType?.value
  return type === undefined ? sections : firstOf(sections, firstSections[type][kind], ([name]) => name)
}

export function inOrderOf<Page extends { readonly address: string }>(type: DocumentType | undefined, pages: readonly Page[]): readonly Page[] {
  if (type === undefined) return pages
  return firstOf(pages, firstTopics[type], ({ address }) => address)
}

/** Those that are named first, in the order of the names; the others after them, as they were. */
export function firstOf<Item>(items: readonly Item[], names: readonly string[], nameOf: (item: Item) => string): readonly Item[] {
  const place = (item: Item) => (names.includes(nameOf(item)) ? names.indexOf(nameOf(item)) : names.length)
  return [...items].sort((a, b) => place(a) - place(b))
}
