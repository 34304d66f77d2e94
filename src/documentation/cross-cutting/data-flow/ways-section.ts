import { writtenName } from '../../../analysis/written-name.js'
import { inlineCode } from '../../markdown/escape.js'
import { writeSequenceDiagram, type Message } from '../../mermaid/sequence-diagram.js'
import { componentLink, moduleLink, type PageContext } from '../../pages/page-context.js'
import type { CodeIndex } from '../../plan/code-index.js'
import { participantOf } from '../../plan/key-flow.js'
import { listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { citeLine, shortSymbol, writtenSymbol } from '../outside-places.js'
import { modulesOf } from './choose-ways.js'
import type { Way, WayStep } from './find-ways.js'
import { endWords } from './words.js'

type Context = PageContext<PlannedTopic>

/** Each way in steps with their places; those between several types or files as a picture, too. */
export function writeWays(context: Context, ways: readonly Way[]): void {
  const { page } = context
  page.heading(2, 'Ways through the code')
  page.paragraph('The shortest calls from where data comes in to where it leaves. Read from the code without running it: what is called through an interface, a callback or an event is not followed.')
  for (const way of ways) {
    page.heading(3, `${inlineCode(shorten(way.entrance.label, 60))} to ${endWords[way.end].goal}`)
    page.paragraph(leadOf(context, way))
    draw(context, way)
    page.list([...way.steps.map((step) => describe(context, step)), endOf(context, way)], 'numbers')
  }
}

function leadOf(context: Context, way: Way): string {
  const [first, ...others] = modulesOf(context.plan, way).map((id) => moduleLink(context, id))
  const { entrance } = way
  const place = citeLine(context, entrance.place.path, entrance.place.startLine)
  const beginning = entrance.component === undefined ? '' : ` with ${componentLink(context, entrance.component, writtenName(entrance.component))}`
  const through = first === undefined ? '' : others.length === 0 ? ` and stays in ${first}` : ` in ${first} and leads to ${listOf(others)}`
  return `It begins${beginning}${through} (${place}).`
}

function draw({ plan: { index }, page }: Context, { entrance, steps, end, use }: Way): void {
  const outside = `end ${end}`
  const messages: Message[] = steps.map((step) => ({ from: speaker(index, step.from), to: participantOf(index, step.to), text: `${step.kind === 'new' ? 'new ' : ''}${step.to.name}()` }))
  const start = speaker(index, entrance.node)
  const all = [...messages, { from: messages.at(-1)?.to ?? start, to: outside, text: shortSymbol(use) }]
  const keys = [...new Set(all.flatMap(({ from, to }) => [from, to]))]
  if (keys.length < 4) return
  const nameOf = (key: string) => (key === outside ? endWords[end].title : (index.components.get(key)?.name ?? key.split('/').at(-1) ?? key))
  page.diagram(writeSequenceDiagram({ participants: keys.map((key) => ({ key, name: nameOf(key) })), messages: all }))
}

function speaker(index: CodeIndex, node: string): string {
  const component = index.components.get(node)
  return component === undefined ? node : participantOf(index, component)
}

function describe(context: Context, { from, to, kind, line }: WayStep): string {
  const caller = context.plan.index.components.get(from)
  const path = caller?.path ?? from
  const name = caller === undefined ? `The code of ${inlineCode(path.split('/').at(-1) ?? path)}` : inlineCode(writtenName(caller))
  return `${name} ${kind === 'new' ? 'creates' : 'calls'} ${componentLink(context, to, writtenName(to))} (${citeLine(context, path, line)})`
}

function endOf(context: Context, { use }: Way): string {
  const name = use.component === undefined ? inlineCode(use.path) : inlineCode(writtenName(use.component))
  return `${name} uses ${inlineCode(writtenSymbol(use))} (${citeLine(context, use.path, use.lines[0] ?? 1)})`
}
