import type { Surroundings } from '../../../analysis/code-map.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'

type Command = Surroundings['commands'][number]

const maxCommands = 40
const maxOptions = 40

/** Commands and options as the code declares them. */
export function writeCommandLine(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const all = plan.code.surroundings.commands
  if (all.length === 0) return
  const labels = [...new Set(all.map(({ framework }) => framework))].sort(compareText)
  page.heading(2, 'Command line')
  page.paragraph(`Declared in the way of ${listOf(labels)}.`)
  writeRows(context, 'Command', all.filter(({ kind }) => kind === 'command'), maxCommands)
  writeRows(context, 'Option', all.filter(({ kind }) => kind === 'option'), maxOptions)
}

function writeRows({ page }: PageContext<PlannedTopic>, label: string, all: readonly Command[], most: number): void {
  page.table(
    [label, 'What it does', 'Source'],
    all.slice(0, most).map(({ name, purpose, file, startLine, endLine }) => [inlineCode(shorten(name, 60)), purpose === undefined ? '' : escapeText(shorten(purpose, 140)), page.cite({ path: file, startLine, endLine })]),
  )
  const rest = all.slice(most)
  if (rest.length === 0) return
  page.list([...group(rest, ({ file }) => [file])].slice(0, 12).map(([file, own]) => `${count(own.length, `more ${label.toLowerCase()}`)} in ${page.linkFile(file)}: ${listOf(own.slice(0, 10).map(({ name }) => inlineCode(shorten(name, 40))), own.length)}`))
}
