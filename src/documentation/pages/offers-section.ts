import { firstSentence } from '../doc-comments/first-sentence.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { rankedOffers } from '../plan/ranked-offers.js'
import { compareText, count, listOf } from '../prose.js'
import { citeFact, componentLink, moduleLink, type PageContext } from './page-context.js'
import { wordOfKind } from '../plan/word-of-kind.js'

const maxRows = 12
const maxNames = 80

/** What one gets who imports the project by its name: the main parts with a sentence each, the others by name. */
export function writeOffers(context: PageContext): void {
  const { plan, page } = context
  const ranked = rankedOffers(plan)
  if (ranked.length < 2) return
  page.heading(2, sectionHeadings.offers)
  const faces = [...new Set(plan.code.offers.map(({ path }) => path))].sort(compareText)
  page.paragraph(`${count(ranked.length, 'name')} for those who import it, from ${listOf(faces.map((path) => page.linkFile(path)))}; the ones that explain most come first.`)
  page.table(
    ['Name', 'Kind', 'What it is', 'Module'],
    ranked
      .slice(0, maxRows)
      .map(({ name, component }) => [
        componentLink(context, component, name),
        wordOfKind(component),
        firstSentence(component.doc, 110) ?? '',
        moduleLink(context, plan.graph.moduleOfFile.get(component.path) ?? plan.tree.slug),
      ]),
  )
  const rest = ranked.slice(maxRows).sort((a, b) => compareText(a.name, b.name))
  if (rest.length > 0) page.paragraph(`And ${listOf(rest.slice(0, maxNames).map(({ name, component }) => componentLink(context, component, name)), rest.length)}.`)
}

/** The README's own first example, word for word. */
export function writeExample(context: PageContext): void {
  const { plan, page } = context
  const example = plan.code.project.readmeExample
  if (example === undefined) return
  page.heading(2, sectionHeadings.example)
  page.code(example.value.language, example.value.code)
  page.paragraph(`From ${citeFact(context, example)}, word for word.`)
}
