import type { Component } from '../../../analysis/code-map.js'
import { fencedCode } from '../../markdown/escape.js'
import { usersOf, usesOf, type Usage } from '../../plan/usage.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { citedComponents, type CitedComponent } from './cited-components.js'
import { flowLines, flowThrough, tiesBetweenParts } from './parts-facts.js'
import { oneLine, said } from './one-line.js'
import { derivedPurpose, relatedModules, type RelatedModule } from './related-modules.js'

/** What the model is told of one page, and what it may therefore name. */
export interface FactsSheet {
  readonly cited: readonly CitedComponent[]
  readonly modules: readonly RelatedModule[]
  readonly text: string
  /** Of `text`: what is told of the page's own components. */
  readonly own: string
  /** Of `text`: what is told of others, the summaries left out. */
  readonly neighbours: string
}

export interface FactsOptions {
  /** By slug. */
  readonly summaries: ReadonlyMap<string, string>
  /** Every own component may be cited. */
  readonly all?: boolean
}

const maxDoc = 500
const maxSignature = 300
const maxNeighbours = 5
/** About four characters are a token. From the first on a component is told with its signature only, from the second on with its name only, from the third on not at all. */
const fullness = { signatures: 8_000, names: 11_000, end: 14_000 } as const

/**
 * Facts by id, without a line number or a count: a line added elsewhere leaves it, and with it the paid call, as it is. Repository text
 * stands on one line each, so it cannot pass for a part of the sheet.
 */
export function factsSheet(plan: WikiPlan, planned: PlannedModule, { summaries, all = false }: FactsOptions): FactsSheet {
  const cited = citedComponents(plan, planned, { all })
  const modules = relatedModules(plan, planned)
  const ids = new Map(cited.map((one) => [one.component.id, one.id]))
  const head = subject(plan, planned)
  const [components, own, relations] = [[] as string[], [...head], [] as string[]]
  let length = 0
  for (const one of cited) {
    // What is of a sub-module comes last and is short.
    if (one.slug === undefined && length > fullness.end) continue
    const told = componentLines(one, length)
    const related = one.isMember || one.slug !== undefined || length > fullness.signatures ? [] : relationLines(plan, one.component, ids)
    const lines = [...told, ...related].map((line, at) => `${one.isMember ? '  ' : ''}${at === 0 ? line : `  ${line}`}`)
    components.push(...lines)
    own.push(...told)
    relations.push(...related)
    length += lines.join('\n').length
  }
  const moduleLines = modules.map(moduleLine)
  const text = [...head, '', 'Definitions:', ...components]
  if (modules.length > 0) text.push('', 'Modules:', ...modules.flatMap((one, at) => [moduleLines[at] ?? '', ...said('  its summary', summaries.get(one.slug), 1_200)]))
  const between = planned.module.children.length === 0 ? [] : tiesBetweenParts(plan, planned)
  if (between.length > 0) text.push('', 'Who of them uses whom:', ...between)
  const flow = planned.module.children.length === 0 ? undefined : flowThrough(plan, planned.slug)
  const calls = flow === undefined ? [] : flowLines(flow, ({ id }) => ids.get(id))
  if (calls.length > 0) text.push('', 'Calls along one way through the code, in the order of the source:', ...calls)
  relations.push(...between, ...calls)
  return { cited, modules, text: text.join('\n'), own: own.join('\n'), neighbours: [...relations, ...moduleLines].join('\n') }
}

function subject(plan: WikiPlan, planned: PlannedModule): string[] {
  const { project } = plan.code
  const isOverview = planned.kind === 'overview'
  return [
    ...(isOverview ? said('What its manifest says', project.description?.value, 300) : []),
    ...(isOverview ? said('What its README says', project.readmeSummary?.value, 700) : []),
    ...said('Folder', planned.module.path, 200),
    ...said('Purpose', derivedPurpose(plan, planned.slug), 400),
    ...(isOverview ? entryPoints(plan) : []),
    ...(isOverview ? exampleOf(plan) : []),
    ...(isOverview ? project.commands.slice(0, 6).flatMap(({ value }) => said(`To ${value.purpose}`, value.command, 100)) : []),
  ]
}

const maxExample = 1_500

function exampleOf({ code }: WikiPlan): string[] {
  const example = code.project.readmeExample?.value.code ?? ''
  return example.trim() === '' ? [] : ['An example in its README:', fencedCode('', example.slice(0, maxExample))]
}

function entryPoints({ code, index }: WikiPlan): string[] {
  const told = code.project.entryPoints.slice(0, 8).map(({ value: { kind, label, component } }) => {
    const name = component === undefined ? undefined : index.components.get(component)?.qualifiedName
    return `${kind} ${oneLine(label, 80)}${name === undefined ? '' : `, which is \`${oneLine(name, 80)}\``}`
  })
  return said('Entry points', told.join('; '), 700)
}

function componentLines({ id, component, slug, isMember }: CitedComponent, length: number): string[] {
  const where = slug === undefined ? ` in ${oneLine(component.path, 200)}` : ` in module [[${slug}]]`
  const head = componentHead(id, component, isMember ? '' : where)
  if (length > fullness.names) return [head]
  if (length > fullness.signatures) return [head, ...said('signature', component.signature, 160)]
  return [head, ...said('signature', component.signature, maxSignature), ...said('comment', component.doc, maxDoc)]
}

/** ``- [S1] class `Job` in src/job.ts`` */
export function componentHead(id: string, { kind, qualifiedName }: Component, where: string): string {
  return `- [${id}] ${kind} \`${oneLine(qualifiedName, 120)}\`${where}`
}

function relationLines(plan: WikiPlan, component: Component, ids: ReadonlyMap<string, string>): string[] {
  const sources = (usages: readonly Usage[]) => usages.filter(({ path }) => plan.index.files.get(path)?.role === 'source')
  const names = (usages: readonly Usage[]) =>
    usages.slice(0, maxNeighbours).map((usage) => {
      const id = usage.component === undefined ? undefined : ids.get(usage.component.id)
      const name = `\`${oneLine(usage.component?.qualifiedName ?? usage.path, 120)}\``
      return id === undefined ? name : `${name} [${id}]`
    })
  return [
    ...said('used by', names(sources(usersOf(plan.index, component))).join(', '), 600),
    ...said('uses', names(sources(usesOf(plan.index, component))).join(', '), 600),
  ]
}

function moduleLine({ slug, title, relation, through, purpose }: RelatedModule): string {
  const symbols = through.length === 0 ? '' : ` through ${through.map((name) => `\`${oneLine(name, 80)}\``).join(', ')}`
  return `- [[${slug}]] ${title} (${relation}${symbols})${purpose === undefined ? '' : `: ${oneLine(purpose, 250)}`}`
}
