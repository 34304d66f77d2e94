import type { Component } from '../../analysis/code-map.js'
import { parseDocComment } from '../doc-comments/doc-comment.js'
import { docMarkdown, docTags } from '../doc-comments/doc-markdown.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { inlineCode } from '../markdown/escape.js'
import type { RankedComponent } from '../plan/rank.js'
import { usersOf, usesOf, type Usage } from '../plan/usage.js'
import { capitalise, count, figure, listOf } from '../prose.js'
import { citeComponent, rangeOf, usageLink, type PageContext } from './page-context.js'
import { foldSignature } from './signature.js'

const maxMembers = 10
const maxUsages = 6

/** One component in full: where, signature, what its author wrote, members, who uses it and what it uses. */
export function writeComponent(context: PageContext, { component, reach }: RankedComponent): void {
  const { plan, page } = context
  const language = plan.index.files.get(component.path)?.language ?? ''
  page.heading(3, inlineCode(plan.anchors.get(component.id)?.heading ?? component.qualifiedName))
  page.paragraph(
    [describeKind(component), citeComponent(context, component), describeReach(reach.sourceFiles, reach.testFiles)]
      .filter((part) => part !== '')
      .join(' · '),
  )
  page.code(language, foldSignature(component.signature))
  writeDoc(context, component, language)
  writeMembers(context, component)
  const relations = [
    usageLine(
      context,
      'Used by',
      usersOf(plan.index, component).filter((usage) => !isTestUsage(context, usage)),
    ),
    usageLine(context, 'Uses', usesOf(plan.index, component)),
  ]
  page.list(relations.filter((line) => line !== ''))
}

function describeKind(component: Component): string {
  return capitalise(component.visibility === 'public' ? component.kind : `internal ${component.kind}`)
}

function describeReach(sourceFiles: number, testFiles: number): string {
  const used = sourceFiles === 0 ? '' : `used in ${count(sourceFiles, 'file')}`
  const tested = testFiles === 0 ? '' : `exercised by ${count(testFiles, 'test file')}`
  return [used, tested].filter((part) => part !== '').join(', ')
}

function writeDoc({ page }: PageContext, component: Component, language: string): void {
  if (component.doc === undefined) return
  const doc = parseDocComment(component.doc)
  const { markdown, cut } = docMarkdown(doc, undefined, language)
  page.raw(markdown)
  page.list(docTags(doc))
  if (cut) page.paragraph(`The comment goes on ${page.link('in the source', rangeOf(component))}.`)
}

function writeMembers(context: PageContext, component: Component): void {
  const { plan, page } = context
  const all = (plan.index.members.get(component.id) ?? []).filter(
    (member) => member.visibility === 'public' || component.visibility === 'private',
  )
  const used = (member: Component) => (plan.index.incoming.get(member.id) ?? []).reduce((sum, one) => sum + one.count, 0)
  const ranked = all.map((member) => ({
    member,
    weight: used(member) + (member.doc === undefined ? 0 : 3) + (member.kind === 'field' ? 0 : 1),
  }))
  const told = ranked.sort((a, b) => b.weight - a.weight || a.member.startLine - b.member.startLine).slice(0, maxMembers)
  page.table(
    ['Member', 'Kind', 'What it does', 'Source'],
    told
      .sort((a, b) => a.member.startLine - b.member.startLine)
      .map(({ member }) => [inlineCode(member.name), member.kind, firstSentence(member.doc, 110) ?? '', lineLink(context, member)]),
  )
  const left = all.filter((member) => !told.some((one) => one.member === member))
  if (left.length > 0)
    page.paragraph(
      `And ${listOf(
        left.slice(0, 12).map((member) => page.link(inlineCode(member.name), rangeOf(member))),
        left.length,
      )}.`,
    )
}

/** Members stand in their owner's file: the lines are enough. */
function lineLink({ page }: PageContext, member: Component): string {
  const lines = member.startLine === member.endLine ? `line ${figure(member.startLine)}` : `lines ${member.startLine}-${member.endLine}`
  return page.link(lines, rangeOf(member))
}

function usageLine(context: PageContext, label: string, usages: readonly Usage[]): string {
  if (usages.length === 0) return ''
  return `**${label}** ${listOf(
    usages.slice(0, maxUsages).map((usage) => usageLink(context, usage)),
    usages.length,
  )}`
}

function isTestUsage({ plan }: PageContext, usage: Usage): boolean {
  return plan.index.files.get(usage.path)?.role !== 'source'
}
