import type { Surroundings } from '../../../analysis/code-map.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { productFirst } from '../is-aside.js'

type Command = Surroundings['commands'][number]

const maxCommands = 40
const maxOptions = 40

/** Commands and options as the code declares them. */
export function writeCommandLine(context: PageContext<PlannedTopic>): void {
  const { plan, page } = context
  const all = productFirst(plan.code.surroundings.commands)
  if (all.length === 0) return
  const labels = [...new Set(all.map(({ framework }) => framework))].sort(compareText)
  page.heading(2, 'Command line')
  page.paragraph(`Declared in the way of ${listOf(labels)}.`)
  const commands = all.filter(({ kind }) => kind === 'command')
  const optionsOf = (command: Command) => all.filter((one) => one.kind === 'option' && one.of === command.name && one.file === command.file)
  const owned = new Set(commands.flatMap(optionsOf))
  writeCommands(context, commands, optionsOf)
  writeRows(context, 'Option', all.filter((one) => one.kind === 'option' && !owned.has(one)), maxOptions)
}

function writeCommands(context: PageContext<PlannedTopic>, commands: readonly Command[], optionsOf: (command: Command) => readonly Command[]): void {
  const { page } = context
  page.table(
    ['Command', 'What it does', 'Options', 'Source'],
    commands.slice(0, maxCommands).map((command) => {
      const options = optionsOf(command)
      const named = options.slice(0, 12).map(({ name, file, startLine }) => page.link(inlineCode(shorten(name, 40)), { path: file, startLine, endLine: startLine }))
      return [inlineCode(shorten(command.name, 60)), purposeOf(command), listOf(named, options.length), page.cite({ path: command.file, startLine: command.startLine, endLine: command.endLine })]
    }),
  )
  writeRest(context, 'command', commands.slice(maxCommands))
}

const purposeOf = ({ purpose }: Command): string => (purpose === undefined ? '' : escapeText(shorten(purpose, 140)))

function writeRows(context: PageContext<PlannedTopic>, label: string, all: readonly Command[], most: number): void {
  const { page } = context
  page.table(
    [label, 'What it does', 'Source'],
    all.slice(0, most).map((one) => [inlineCode(shorten(one.name, 60)), purposeOf(one), page.cite({ path: one.file, startLine: one.startLine, endLine: one.endLine })]),
  )
  writeRest(context, label.toLowerCase(), all.slice(most))
}

function writeRest({ page }: PageContext<PlannedTopic>, noun: string, rest: readonly Command[]): void {
  if (rest.length === 0) return
  page.list([...group(rest, ({ file }) => [file])].slice(0, 12).map(([file, own]) => `${count(own.length, `more ${noun}`)} in ${page.linkFile(file)}: ${listOf(own.slice(0, 10).map(({ name }) => inlineCode(shorten(name, 40))), own.length)}`))
}
