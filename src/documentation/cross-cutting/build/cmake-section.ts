import { escapeText, inlineCode } from '../../markdown/escape.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind } from '../facts-of-kind.js'

const maxTargets = 30
const maxOptions = 20

/** What CMake builds, the options it takes and the packages it looks for. */
export function writeCmake(context: PageContext<PlannedTopic>): void {
  const { page, plan } = context
  const files = factsOfKind(plan.code, 'cmake').filter(({ path }) => plan.index.files.get(path)?.role !== 'vendored')
  if (files.length === 0) return
  const targets = files.flatMap(({ path, facts }) => facts.targets.map((target) => ({ path, ...target })))
  const options = files.flatMap(({ path, facts }) => facts.options.map((option) => ({ path, ...option })))
  const packages = files.flatMap(({ path, facts }) => facts.packages.map((one) => ({ path, ...one })))
  page.heading(2, 'CMake')
  page.table(['Target', 'Kind', 'Source'], targets.slice(0, maxTargets).map((one) => [inlineCode(one.name), one.kind, citeFact(context, one)]))
  if (targets.length > maxTargets) page.paragraph(`${count(targets.length - maxTargets, 'more target')}.`)
  page.table(
    ['Option', 'What it does', 'Default', 'Source'],
    options.slice(0, maxOptions).map((one) => [inlineCode(one.name), escapeText(shorten(one.purpose, 120)), one.value === undefined ? '' : inlineCode(one.value), citeFact(context, one)]),
  )
  if (packages.length > 0)
    page.paragraph(`It looks for ${listOf(packages.slice(0, 16).map(({ path, text, line }) => page.link(inlineCode(text), { path, startLine: line, endLine: line })), packages.length)}.`)
}
