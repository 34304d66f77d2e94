import type { InfrastructureObject } from '../../../analysis/documents/document-facts.js'
import { inlineCode, escapeText } from '../../markdown/escape.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { compareText, count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind } from '../facts-of-kind.js'

const maxRows = 40
const systems = ['Terraform', 'Kubernetes'] as const
const order = ['module', 'resource', 'data', 'provider', 'variable', 'output']

/** What Terraform makes and Kubernetes runs. */
export function writeInfrastructure(context: PageContext<PlannedTopic>): void {
  for (const system of systems) {
    const objects = factsOfKind(context.plan.code, 'infrastructure').flatMap(({ path, facts }) => (facts.system === system ? facts.objects.map((one) => ({ path, ...one })) : []))
    if (objects.length > 0) writeObjects(context, system, objects)
  }
}

function writeObjects(context: PageContext<PlannedTopic>, system: string, objects: readonly (InfrastructureObject & { readonly path: string })[]): void {
  const { page } = context
  const kinds = new Map<string, number>()
  for (const { kind } of objects) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const rank = ({ kind }: InfrastructureObject) => (order.indexOf(kind) + order.length) % order.length
  const sorted = [...objects].sort((a, b) => rank(a) - rank(b) || compareText(a.kind, b.kind) || compareText(a.path, b.path) || a.startLine - b.startLine)
  page.heading(2, system)
  const counted = [...kinds].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([kind, number]) => `${number} ${inlineCode(kind)}`)
  page.paragraph(`${count(objects.length, 'definition')}: ${listOf(counted.slice(0, 8), counted.length)}.`)
  page.table(
    ['Kind', 'Name', 'Says', 'Source'],
    sorted.slice(0, maxRows).map((one) => [inlineCode(one.kind), inlineCode(shorten(one.name, 60)), one.note === undefined ? '' : escapeText(shorten(one.note, 100)), citeFact(context, one)]),
  )
  if (sorted.length > maxRows) page.paragraph(`${count(sorted.length - maxRows, 'more definition')} in ${count(new Set(sorted.slice(maxRows).map(({ path }) => path)).size, 'file')}.`)
}
