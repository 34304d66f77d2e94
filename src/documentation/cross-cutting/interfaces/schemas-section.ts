import type { SchemaType } from '../../../analysis/documents/document-facts.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { count, listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind } from '../facts-of-kind.js'

const maxOperations = 50
const maxTypes = 50
const maxMembers = 10
const systems = ['Protocol Buffers', 'GraphQL'] as const

/** Operations of OpenAPI documents. */
export function writeOpenApi(context: PageContext<PlannedTopic>): void {
  const { page, plan } = context
  const documents = factsOfKind(plan.code, 'openapi')
  if (documents.length === 0) return
  page.heading(2, 'OpenAPI')
  page.paragraph(
    `${listOf(documents.slice(0, 5).map(({ path, facts }) => `${page.linkFile(path)}${facts.title === undefined ? '' : ` (${escapeText([shorten(facts.title, 60), facts.version].filter((part) => part !== undefined).join(' '))})`}`), documents.length)} ${documents.length === 1 ? 'describes' : 'describe'} ${count(documents.reduce((sum, { facts }) => sum + facts.operations.length, 0), 'operation')}.`,
  )
  const operations = documents.flatMap(({ path, facts }) => facts.operations.map((one) => ({ file: path, ...one })))
  page.table(
    ['Method', 'Path', 'Operation', 'What it does', 'Source'],
    operations.slice(0, maxOperations).map((one) => [one.method, inlineCode(shorten(one.path, 80)), one.id === undefined ? '' : inlineCode(shorten(one.id, 40)), one.purpose === undefined ? '' : escapeText(shorten(one.purpose, 120)), citeFact(context, { path: one.file, startLine: one.startLine, endLine: one.endLine })]),
  )
  if (operations.length > maxOperations) page.paragraph(`${count(operations.length - maxOperations, 'more operation')}.`)
}

/** Services and types of Protocol Buffers and GraphQL; services first, for they are what others call. */
export function writeSchemas(context: PageContext<PlannedTopic>): void {
  for (const system of systems) {
    const types = factsOfKind(context.plan.code, 'schema').flatMap(({ path, facts }) => (facts.system === system ? facts.types.map((type) => ({ path, package: facts.name, ...type })) : []))
    if (types.length === 0) continue
    const { page } = context
    const rank = ({ kind, name }: SchemaType) => (kind === 'service' || /^(?:Query|Mutation|Subscription)$/.test(name) ? 0 : kind === 'enum' ? 2 : 1)
    const sorted = [...types].sort((a, b) => rank(a) - rank(b))
    page.heading(2, system)
    page.table(
      ['Kind', 'Name', 'Holds', 'What is said of it', 'Source'],
      sorted.slice(0, maxTypes).map((one) => [
        one.kind,
        inlineCode(one.package === undefined ? one.name : `${one.package}.${one.name}`),
        listOf(one.members.slice(0, maxMembers).map((member) => inlineCode(shorten(member, 80))), one.members.length),
        one.comment === undefined ? '' : escapeText(shorten(one.comment, 120)),
        citeFact(context, one),
      ]),
    )
    if (sorted.length > maxTypes) page.paragraph(`${count(sorted.length - maxTypes, 'more type')}.`)
  }
}
