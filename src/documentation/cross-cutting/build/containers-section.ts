import { inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind, type FactsOf } from '../facts-of-kind.js'

const maxFiles = 10

/** Images: what each is built from, in which stages, and what runs in it. */
export function writeContainers(context: PageContext<PlannedTopic>): void {
  const { page, plan } = context
  const files = factsOfKind(plan.code, 'container')
  if (files.length === 0) return
  page.heading(2, 'Container images')
  page.table(
    ['File', 'Built from', 'Ports', 'Volumes', 'Starts'],
    files.slice(0, maxFiles).map((file) => [page.linkFile(file.path), stagesOf(context, file), told(context, file, 'ports'), told(context, file, 'volumes'), startOf(context, file)]),
  )
  if (files.length > maxFiles) page.paragraph(`${count(files.length - maxFiles, 'more image')}: ${listOf(files.slice(maxFiles, maxFiles + 20).map(({ path }) => page.linkFile(path)), files.length - maxFiles)}.`)
}

function stagesOf({ page }: PageContext<PlannedTopic>, { path, facts }: FactsOf<'container'>): string {
  const stages = facts.stages.map(({ name, base, startLine, endLine }) => `${page.link(inlineCode(shorten(base, 60)), { path, startLine, endLine })}${name === undefined ? '' : ` as ${inlineCode(name)}`}`)
  return listOf(stages.slice(0, 5), stages.length)
}

function told({ page }: PageContext<PlannedTopic>, { path, facts }: FactsOf<'container'>, what: 'ports' | 'volumes'): string {
  return listOf(facts[what].slice(0, 5).map(({ text, line }) => page.link(inlineCode(shorten(text, 40)), { path, startLine: line, endLine: line })), facts[what].length)
}

function startOf({ page }: PageContext<PlannedTopic>, { path, facts }: FactsOf<'container'>): string {
  return facts.starts === undefined ? '' : page.link(inlineCode(shorten(facts.starts.text, 100)), { path, startLine: facts.starts.line, endLine: facts.starts.line })
}
