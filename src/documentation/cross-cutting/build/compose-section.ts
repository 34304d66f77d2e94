import { inlineCode } from '../../markdown/escape.js'
import { writeFlowchart } from '../../mermaid/flowchart.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind, type FactsOf } from '../facts-of-kind.js'

const maxFiles = 4
const maxServices = 20
const maxNodes = 12

/** Services that run together, and which waits for which. */
export function writeCompose(context: PageContext<PlannedTopic>): void {
  const { page, plan } = context
  const files = factsOfKind(plan.code, 'compose')
  if (files.length === 0) return
  page.heading(2, 'Services of Docker Compose')
  for (const file of files.slice(0, maxFiles)) writeFile(context, file, files.length > 1)
  if (files.length > maxFiles) page.paragraph(`Also: ${listOf(files.slice(maxFiles, maxFiles + 20).map(({ path, facts }) => `${page.linkFile(path)} (${count(facts.services.length, 'service')})`), files.length - maxFiles)}.`)
}

function writeFile(context: PageContext<PlannedTopic>, { path, facts }: FactsOf<'compose'>, isOneOfMany: boolean): void {
  const { page } = context
  if (isOneOfMany) page.heading(3, page.linkFile(path))
  const names = new Set(facts.services.map(({ name }) => name))
  const edges = facts.services.flatMap((one) => one.dependsOn.filter((other) => names.has(other)).map((other) => ({ from: one.name, to: other, count: 1 })))
  const tied = facts.services.filter(({ name }) => edges.some(({ from, to }) => from === name || to === name)).slice(0, maxNodes)
  if (tied.length > 1) {
    const shown = new Set(tied.map(({ name }) => name))
    const nodes = tied.map(({ name, image }) => ({ key: name, label: name, note: image }))
    page.diagram(writeFlowchart({ direction: 'TB', nodes, edges: edges.filter(({ from, to }) => shown.has(from) && shown.has(to)), weights: { thickFrom: Number.MAX_SAFE_INTEGER } }))
    page.paragraph('An arrow leads from a service to one that it depends on.')
  }
  const codes = (values: readonly string[]) => listOf(values.slice(0, 4).map((value) => inlineCode(shorten(value, 60))), values.length)
  page.table(
    ['Service', 'Image', 'Built in', 'Ports', 'Volumes', 'Source'],
    facts.services.slice(0, maxServices).map((one) => [
      inlineCode(one.name),
      one.image === undefined ? '' : inlineCode(shorten(one.image, 60)),
      one.build === undefined ? '' : inlineCode(shorten(one.build, 60)),
      codes(one.ports),
      codes(one.volumes),
      citeFact(context, { path, startLine: one.startLine, endLine: one.endLine }),
    ]),
  )
  if (facts.services.length > maxServices) page.paragraph(`${count(facts.services.length - maxServices, 'more service')} in the same file.`)
}
