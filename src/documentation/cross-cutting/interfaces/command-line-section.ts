import type { Surroundings } from '../../../analysis/code-map.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { productFirst } from '../is-aside.js'

type Command = Surroundings['commands'][number]

const maxCommands = 40
const maxOptions = 60

/** Commands and options as the code declares them. */
export function writeCommandLine(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const all = productFirst(plan.code.surroundings.commands)
  if (all.length === 0) return
  const labels = [...new Set(all.map(({ framework }) => framework))].sort(compareText)
  page.heading(2, 'Command line')
  page.paragraph(`Declared in the way of ${listOf(labels)}.`)
  const options = all.filter(({ kind }) => kind === 'option')
  writeRows(context, 'Command', all.filter(({ kind }) => kind === 'command'), maxCommands)
  writeRows(context, 'Option', [...options].sort((a, b) => compareText(a.file, b.file) || a.startLine - b.startLine), maxOptions)
}

/** Options with the command that they belong to, where the code tells; what nobody says needs no column. */
function writeRows(context: PageContext<PlannedTopic>, label: 'Command' | 'Option', all: readonly Command[], most: number): void {
  const { page } = context
  page.table(
    [label, 'Of', 'What it does', 'Source'],
    all.slice(0, most).map((one) => [
      inlineCode(shorten(one.name, 60)),
      one.of === undefined ? '' : inlineCode(shorten(one.of, 40)),
      one.purpose === undefined ? '' : escapeText(shorten(one.purpose, 140)),
      page.cite({ path: one.file, startLine: one.startLine, endLine: one.endLine }),
    ]),
  )
  writeRest(context, label.toLowerCase(), all.slice(most))
}

function writeRest({ page }: PageContext<PlannedTopic>, noun: string, rest: readonly Command[]): void {
  if (rest.length === 0) return
  page.list([...group(rest, ({ file }) => [file])].slice(0, 12).map(([file, own]) => `${count(own.length, `more ${noun}`)} in ${page.linkFile(file)}: ${listOf(own.slice(0, 10).map(({ name }) => inlineCode(shorten(name, 40))), own.length)}`))
}
