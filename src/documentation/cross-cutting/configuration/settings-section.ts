import { escapeText, inlineCode } from '../../markdown/escape.js'
import { moduleLink, type PageContext } from '../../pages/page-context.js'
import { compareText, count, figure, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import type { Setting } from './settings.js'

const maxRows = 60

/** Environment variables that the code reads; then those that only files name. */
export function writeSettings(context: PageContext<PlannedTopic>, settings: readonly Setting[]): void {
  if (settings.length === 0) return
  const { page } = context
  const read = settings.filter(({ reads }) => reads.length > 0)
  const named = settings.filter(({ reads }) => reads.length === 0)
  page.heading(2, 'Environment variables')
  if (read.length > 0) {
    const files = new Set(read.flatMap(({ reads }) => reads.map(({ path }) => path))).size
    page.paragraph(`The code reads ${count(read.length, 'environment variable')} by name, in ${count(files, 'file')}.`)
    page.table(
      ['Variable', 'Default in code', 'What is said of it', 'Read in', 'Modules', 'Set in'],
      read.slice(0, maxRows).map((one) => [inlineCode(one.name), defaultsOf(one), saidOf(one), readsOf(context, one), modulesOf(context, one), setsOf(context, one)]),
    )
    if (read.length > maxRows) page.paragraph(`${figure(read.length - maxRows)} more: ${listOf(read.slice(maxRows, maxRows + 60).map((one) => firstRead(context, one)), read.length - maxRows)}.`)
  }
  if (named.length === 0) return
  page.heading(3, 'Set by files, not read by name in the code')
  page.table(
    ['Variable', 'What is said of it', 'Set in'],
    named.slice(0, maxRows).map((one) => [inlineCode(one.name), saidOf(one), setsOf(context, one)]),
  )
  if (named.length > maxRows) page.paragraph(`${count(named.length - maxRows, 'more variable')}.`)
}

function defaultsOf({ reads }: Setting): string {
  const values = [...new Set(reads.flatMap((one) => one.default ?? []))]
  return listOf(values.slice(0, 2).map((value) => (value === '' ? 'empty' : inlineCode(shorten(value, 50)))), values.length)
}

function saidOf({ sets }: Setting): string {
  const comment = sets.find((one) => one.comment !== undefined)?.comment
  return comment === undefined ? '' : escapeText(shorten(comment, 140))
}

function readsOf({ page }: PageContext<PlannedTopic>, { reads }: Setting): string {
  return listOf(reads.slice(0, 2).map(({ path, line }) => page.cite({ path, startLine: line, endLine: line })), reads.length)
}

function firstRead({ page }: PageContext<PlannedTopic>, { name, reads }: Setting): string {
  const [first] = reads
  return first === undefined ? inlineCode(name) : page.link(inlineCode(name), { path: first.path, startLine: first.line, endLine: first.line })
}

function modulesOf(context: PageContext<PlannedTopic>, { reads }: Setting): string {
  const modules = [...new Set(reads.flatMap(({ path }) => context.plan.graph.moduleOfFile.get(path) ?? []))].sort(compareText)
  return listOf(modules.slice(0, 2).map((id) => moduleLink(context, id)), modules.length)
}

/** Values of example files are examples. */
function setsOf({ page }: PageContext<PlannedTopic>, { sets }: Setting): string {
  const places = sets.slice(0, 2).map(({ path, line, value }) => {
    const place = page.cite({ path, startLine: line, endLine: line })
    return value === undefined ? place : `${inlineCode(shorten(value, 50))} (${place})`
  })
  return listOf(places, sets.length)
}
