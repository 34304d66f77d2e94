import { usersOf, usesOf, type Usage } from '../../plan/usage.js'
import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { shorten } from '../../prose.js'
import { citedComponents, type CitedComponent } from './cited-components.js'
import { relatedModules, type RelatedModule } from './related-modules.js'

/** What the model is told of one page, and what it may therefore name. */
export interface FactsSheet {
  readonly cited: readonly CitedComponent[]
  readonly modules: readonly RelatedModule[]
  readonly text: string
}

const maxDoc = 500
const maxSignature = 300
const maxNeighbours = 5

/**
 * Facts by id, without a line number or a count: a line added elsewhere leaves it, and with it the paid call, as it is. Repository text
 * stands on one line each, so it cannot pass for a part of the sheet.
 */
export function factsSheet(plan: WikiPlan, planned: PlannedModule): FactsSheet {
  const cited = citedComponents(plan, planned)
  const modules = relatedModules(plan, planned)
  const ids = new Map(cited.map((one) => [one.component.id, one.id]))
  const text = [
    ...subject(plan, planned),
    '',
    'Components:',
    ...cited.flatMap((one) => componentLines(plan, one, ids)),
    ...(modules.length === 0 ? [] : ['', 'Modules:', ...modules.map(moduleLine)]),
  ].join('\n')
  return { cited, modules, text }
}

function subject(plan: WikiPlan, planned: PlannedModule): string[] {
  const { project } = plan.code
  const purpose = plan.purposes.get(planned.slug)?.markdown
  const about = planned.kind === 'overview' ? 'The page is the overview of the whole repository.' : `The page is about the module \`${oneLine(planned.title, 80)}\`.`
  return [
    `Repository: ${oneLine(plan.title, 80)}`,
    ...said('What its manifest says', project.description?.value, 300),
    ...(planned.kind === 'overview' ? said('What its README says', project.readmeSummary?.value, 700) : []),
    about,
    ...said('Folder', planned.module.path, 200),
    ...said('Purpose', purpose, 400),
    ...(planned.kind === 'overview' ? project.commands.slice(0, 6).flatMap(({ value }) => said(`To ${value.purpose}`, value.command, 100)) : []),
  ]
}

function componentLines(plan: WikiPlan, { id, component, slug, isMember }: CitedComponent, ids: ReadonlyMap<string, string>): string[] {
  const where = slug === undefined ? ` in ${oneLine(component.path, 200)}` : ` in module [[${slug}]]`
  const head = `- [${id}] ${component.kind} \`${oneLine(component.qualifiedName, 120)}\`${isMember ? '' : where}`
  const relations = isMember || slug !== undefined ? [] : relationLines(plan, component, ids)
  return [head, ...said('signature', component.signature, maxSignature), ...said('comment', component.doc, maxDoc), ...relations].map((line, at) =>
    `${isMember ? '  ' : ''}${at === 0 ? line : `  ${line}`}`,
  )
}

function relationLines(plan: WikiPlan, component: CitedComponent['component'], ids: ReadonlyMap<string, string>): string[] {
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
  return `- [[${slug}]] ${oneLine(title, 80)} (${relation}${symbols})${purpose === undefined ? '' : `: ${oneLine(purpose, 250)}`}`
}

function said(label: string, text: string | undefined, maxLength: number): string[] {
  const line = oneLine(text ?? '', maxLength)
  return line === '' ? [] : [`${label}: ${line}`]
}

function oneLine(text: string, maxLength: number): string {
  return shorten(text.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim(), maxLength)
}
