import { firstSentence } from '../doc-comments/first-sentence.js'
import { inlineCode } from '../markdown/escape.js'
import { citeComponent, componentLink, moduleLink, type PageContext } from '../pages/page-context.js'
import { isPublic } from '../plan/code-index.js'
import { capitalise, count, figure, listOf, sentence } from '../prose.js'
import type { PlannedTopic } from '../wiki-plan.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'
import { exampleOf, familiesOf, type Family } from './extending/families.js'

type Context = PageContext<PlannedTopic>

const makers = new Set(['constructor', '__init__', 'initialize', '__construct', 'init'])
const [maxNamed, maxRequired] = [6, 10] as const

/** Where the code repeats a pattern: what to write, where to name it and how to test it, to add one more of a kind. */
export const extendingPage: CrossCuttingPage = {
  address: 'extending',
  title: 'How do I add …?',
  sections({ index }) {
    const families = familiesOf(index)
    return families.length === 0 ? undefined : [(context) => writeLead(context, families), ...families.map((family) => (context: Context) => writeFamily(context, family))]
  },
}

function writeLead({ page }: Context, families: readonly Family[]): void {
  page.paragraph(`The code has ${count(families.length, 'type')} that several definitions extend or implement, each in its own file. One more of such a kind is written as its siblings are; the steps below are read from those.`)
}

function writeFamily(context: Context, { base, members, registries, test }: Family): void {
  const { plan, page } = context
  const example = exampleOf(members, plan.index)
  page.heading(2, `Another ${inlineCode(base.name)}`)
  const said = firstSentence(base.doc, 200)
  page.paragraph(said === undefined || said.includes('{@') ? '' : sentence(capitalise(said)))
  const required = (plan.index.members.get(base.id) ?? []).filter((member) => member.kind === 'method' && isPublic(plan.index, member))
  const names = [...new Set(required.map(({ name }) => name))].filter((name) => name !== base.name && !makers.has(name))
  const holding = names.length === 0 ? '' : `, which has ${listOf(names.slice(0, maxRequired).map(inlineCode), names.length)}`
  const others = members.filter((one) => one !== example)
  const siblings = others.length === 0 ? '' : `; the others are ${listOf(others.slice(0, maxNamed).map((one) => componentLink(context, one)), others.length)}`
  const home = example === undefined ? undefined : plan.graph.moduleOfFile.get(example.path)
  page.list(
    [
      `Extend or implement ${componentLink(context, base)}${holding} (${citeComponent(context, base)}).`,
      ...(example === undefined ? [] : [`Begin with ${componentLink(context, example)}${home === undefined ? '' : ` of ${moduleLink(context, home)}`}, a short one of ${figure(members.length)} (${citeComponent(context, example)})${siblings}.`]),
      ...(registries.length === 0 ? [] : [`Name it where its siblings are named: ${listOf(registries.map(({ component, named }) => `${componentLink(context, component)} names ${figure(named)} of them (${citeComponent(context, component)})`))}.`]),
      ...(test === undefined || example === undefined ? [] : [`Test it as ${page.linkFile(test)} tests ${componentLink(context, example)}.`]),
    ],
    'numbers',
  )
}
