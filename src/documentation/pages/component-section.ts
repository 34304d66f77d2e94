import type { Component } from '../../analysis/code-map.js'
import { writtenName } from '../../analysis/written-name.js'
import { parseDocComment } from '../doc-comments/doc-comment.js'
import { docMarkdown, docTags } from '../doc-comments/doc-markdown.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import type { RankedComponent } from '../plan/rank.js'
import { usersOf, usesOf, type Usage } from '../plan/usage.js'
import { capitalise, count, listOf } from '../prose.js'
import { writeMembers } from './members-table.js'
import { citeComponent, rangeOf, usageLink, type PageContext } from './page-context.js'
import { foldSignature } from './signature.js'
import { wordOfKind } from '../plan/word-of-kind.js'

const maxUsages = 5

/** One component in full: where, signature, what its author wrote, members, who uses it and what it uses. */
export function writeComponent(context: PageContext, { component, reach }: RankedComponent): void {
  const { plan, page } = context
  const language = plan.index.files.get(component.path)?.language ?? ''
  const heading = plan.anchors.get(component.id)?.heading ?? { name: writtenName(component), suffix: '' }
  page.heading(3, `${inlineCode(heading.name)} ${escapeText(heading.suffix)}`.trim())
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
  return capitalise(component.visibility === 'public' ? wordOfKind(component) : `internal ${wordOfKind(component)}`)
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

function usageLine(context: PageContext, label: string, usages: readonly Usage[]): string {
  if (usages.length === 0) return ''
  const named = [...usages.filter((usage) => usage.component !== undefined), ...usages.filter((usage) => usage.component === undefined)]
  return `**${label}** ${listOf(
    named.slice(0, maxUsages).map((usage) => usageLink(context, usage)),
    usages.length,
  )}`
}

function isTestUsage({ plan }: PageContext, usage: Usage): boolean {
  return plan.index.files.get(usage.path)?.role !== 'source'
}
