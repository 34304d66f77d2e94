import { inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { compareText, count, listOf } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind } from '../facts-of-kind.js'

const maxTables = 50
const maxColumns = 16

/** Tables by name, where they are made, with the columns of the last text that makes them. */
export function writeTables({ plan, page }: PageContext<PlannedTopic>): void {
  const made = factsOfKind(plan.code, 'tables').flatMap(({ path, facts }) => facts.tables.map((table) => ({ path, source: facts.source, ...table })))
  if (made.length === 0) return
  const byName = [...group(made, ({ name }) => [name])].sort(([a], [b]) => compareText(a, b))
  const sources = [...new Set(made.map(({ source }) => source))].sort(compareText)
  page.heading(2, 'Database tables')
  page.paragraph(`${count(byName.length, 'table')}, by ${listOf(sources)}. Columns are those of the statement that makes the table; what later migrations change is not followed.`)
  page.table(
    ['Table', 'Columns', 'Made in'],
    byName.slice(0, maxTables).map(([name, all]) => {
      const columns = all.at(-1)?.columns ?? []
      return [inlineCode(name), listOf(columns.slice(0, maxColumns).map(inlineCode), columns.length), listOf(all.slice(0, 2).map((one) => page.cite({ path: one.path, startLine: one.startLine, endLine: one.endLine })), all.length)]
    }),
  )
  if (byName.length > maxTables) page.paragraph(`${count(byName.length - maxTables, 'more table')}: ${listOf(byName.slice(maxTables, maxTables + 60).map(([name]) => inlineCode(name)), byName.length - maxTables)}.`)
}
