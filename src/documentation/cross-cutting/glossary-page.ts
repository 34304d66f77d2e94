import type { Component } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { citeComponent, componentLink, moduleLink, type PageContext } from '../pages/page-context.js'
import { isPublic } from '../plan/code-index.js'
import { isFailure, type RankedComponent } from '../plan/rank.js'
import { wordsOfName } from '../plan/words-of-name.js'
import { compareText, count } from '../prose.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'

const maxTerms = 50
/** Fewer make no glossary. */
const minTerms = 5

/** The words of the domain: types that somebody described, the most telling ones, in alphabetical order. */
export const glossaryPage: CrossCuttingPage = {
  address: 'glossary',
  title: 'Glossary',
  sections: (plan) => {
    const terms = termsOf(plan)
    return terms.length < minTerms ? undefined : [(context) => writeTerms(context, terms)]
  },
}

interface Term {
  readonly component: Component
  readonly meaning: string
  readonly slug: string
  readonly weight: number
}

function writeTerms(context: PageContext<PlannedTopic>, terms: readonly Term[]): void {
  const { page } = context
  page.paragraph(`${count(terms.length, 'type')} that the code is about, each in the words of its own comment. Chosen by how many files use a type and how many names repeat its word.`)
  page.table(
    ['Term', 'Meaning', 'Module', 'Source'],
    terms.map(({ component, meaning, slug }) => [
      componentLink(context, component),
      meaning,
      moduleLink(context, slug),
      citeComponent(context, component),
    ]),
  )
}

/** Words that every program has. */
const generic = new Set(
  'abstract any arg args argument attribute base builder callback common config configuration constant custom data default enum error event exception factory field function global handler helper id impl info interface internal item kind list map meta method mode model name node object option options param params parameter prop props record request response result schema setting settings state status string type types util utils value wrapper'.split(' '),
)

function termsOf(plan: WikiPlan): readonly Term[] {
  const frequency = wordsOfNames(plan)
  const byName = new Map<string, Term>()
  for (const { slug, components } of plan.modulePages) {
    for (const ranked of components) {
      const term = termOf(plan, slug, ranked, frequency)
      const known = term === undefined ? undefined : byName.get(ranked.component.name.toLowerCase())
      if (term !== undefined && (known === undefined || known.weight < term.weight)) byName.set(ranked.component.name.toLowerCase(), term)
    }
  }
  return withoutFormulas([...byName.values()])
    .sort((a, b) => b.weight - a.weight || compareText(a.component.id, b.component.id))
    .slice(0, maxTerms)
    .sort((a, b) => compareText(a.component.name.toLowerCase(), b.component.name.toLowerCase()) || compareText(a.component.id, b.component.id))
}

/** `JSON contains the given object.`, `XML contains the given object.`: a sentence for everything tells nothing of any. */
function withoutFormulas(terms: readonly Term[]): Term[] {
  const formula = ({ component, meaning }: Term) => meaning.toLowerCase().replaceAll(component.name.toLowerCase(), '')
  const counts = new Map<string, number>()
  for (const term of terms) counts.set(formula(term), (counts.get(formula(term)) ?? 0) + 1)
  return terms.filter((term) => (counts.get(formula(term)) ?? 0) < 3)
}

function termOf(plan: WikiPlan, slug: string, { component, score, reach }: RankedComponent, frequency: ReadonlyMap<string, number>): Term | undefined {
  if (!isType(component) || component.doc === undefined || !isPublic(plan.index, component) || reach.sourceFiles === 0 || isFailure(plan.index, component)) return undefined
  const words = wordsOfName(component.name)
  // What is offered under a word that every program has is what this one means by it.
  const telling = plan.index.offered.has(component.id) ? words : words.filter((word) => !generic.has(word))
  const meaning = firstSentence(component.doc, 200)
  if (telling.length === 0 || meaning === undefined || !says(meaning, words)) return undefined
  // A word that many names repeat is one of the domain's.
  const inNames = words.length === 1 ? (frequency.get(words[0] ?? '') ?? 0) : 0
  return { component, meaning, slug, weight: (score + Math.log2(1 + inNames)) * (telling.length / words.length) }
}

function isType({ kind }: Component): boolean {
  return kind === 'class' || kind === 'interface' || kind === 'struct' || kind === 'enum' || kind === 'type'
}

/** `The job options.` of `JobOptions` says the name again. */
function says(meaning: string, words: readonly string[]): boolean {
  const known = new Set([...words, 'a', 'an', 'the', 'is', 'are', 'of', 'for', 'and', 'class', 'interface', 'type', 'struct', 'this', 'represents', 'defines', 'contains', 'implements', 'slice'])
  const told = meaning.toLowerCase().match(/\p{L}{2,}/gu) ?? []
  return !/^(?:deprecated|note:|if you|union types? for|see )/i.test(meaning) && told.filter((word) => !known.has(word)).length >= 2
}

function wordsOfNames({ code, index }: WikiPlan): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { name, path } of code.components) {
    if (index.files.get(path)?.role !== 'source') continue
    for (const word of new Set(wordsOfName(name))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}
