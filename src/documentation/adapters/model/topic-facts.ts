import type { Component } from '../../../analysis/code-map.js'
import { parseSourceHref } from '../../markdown/links.js'
import { writePlannedPage } from '../../pages/write-page.js'
import { remember } from '../../plan/remember.js'
import type { PlannedAsked, PlannedPage, PlannedTopic, WikiPlan } from '../../wiki-plan.js'
import type { CitedComponent } from './cited-components.js'
import { componentHead } from './facts-sheet.js'
import { oneLine, said } from './one-line.js'

/** What the tables of a page about the whole repository tell, for its writer. */
export interface TopicFacts {
  readonly cited: readonly CitedComponent[]
  readonly text: string
}

/** What each page's introduction is to do; a page that is not here explains itself. */
const tasks: Readonly<Record<string, string>> = {
  interfaces: 'Tell who calls this software from outside and how: which routes, commands, schemas and tables belong together, where in the code one of them is defined, and what one touches to add another of the same kind.',
  'data-flow': 'Tell how data travels through this software: where it comes in, which modules it passes and what each does with it, where it ends, and which of the ways below somebody should read first. Name no way that is not below.',
  configuration: 'Tell how the software is configured: where settings come from and which wins, which have to be set, what the most telling ones change, and where in the code a new one would be added.',
  security: 'Tell where somebody who reviews the security of this software begins: where it is decided who may do what, where secrets come from, which cryptography is used for what, which of the calls below meet data from outside, and how to report a finding. Judge nothing: say neither that something is safe nor that it is not.',
  dependencies: 'Tell what the software is built on: which libraries carry it and for what, where they are used, and what only serves work on it.',
  'build-and-ci': 'Tell the way from the source to what runs: what is built by what, what a pipeline does in which order, what is deployed where, and what one runs by hand.',
  extending: 'Tell for the kinds of thing that one would most likely add what has to be written, where it has to be named and how it is tested, in which order, and how the kinds differ in that.',
  testing: 'Tell how the software is tested: what kinds of tests there are and where each kind stands, how to run all of them and one of them, which helpers a new test begins with, what is tested well and what is not, and how one would add a test for a change.',
}

/** About the repository as a whole, or what somebody wanted a page about. */
export type AcrossModules = PlannedTopic | PlannedAsked

export function isAcrossModules(planned: PlannedPage): planned is AcrossModules {
  return planned.kind === 'topic' || planned.kind === 'asked'
}

export function taskOf(planned: AcrossModules): string | undefined {
  if (planned.kind === 'topic') return tasks[planned.address]
  return `Somebody wanted this page, and said what it is to tell: "${oneLine(planned.asked.purpose, 300)}". Tell that as far as the facts below show it, step by step where it is something that happens, and which modules and definitions take part.`
}

const [fewestPlaces, fewestCharacters, maxCharacters, maxCited] = [3, 500, 14_000, 150]

/**
 * The page as the code alone gives it, with ids for its citations and without figures, so that a prompt of it stays as it is while only
 * lines move. Undefined when it says too little to be explained.
 */
export const topicFacts = remember((plan: WikiPlan, planned: AcrossModules): TopicFacts | undefined => {
  if (taskOf(planned) === undefined) return undefined
  const { markdown } = writePlannedPage(plan, planned)
  const cited = new Map<string, CitedComponent>()
  const idOf = (href: string): string | undefined => {
    const component = componentOf(href, plan)
    if (component === undefined || (!cited.has(component.id) && cited.size >= maxCited)) return undefined
    const known = cited.get(component.id) ?? { id: `S${cited.size + 1}`, component, slug: undefined, isMember: false }
    cited.set(component.id, known)
    return known.id
  }
  const lines = bounded(markdown.split('\n\n').slice(1).flatMap((block) => blockLines(block, idOf)))
  const told = lines.join('\n')
  if (cited.size < fewestPlaces || told.length < fewestCharacters) return undefined
  const heads = [...cited.values()].flatMap(({ id, component }) => [
    component.qualifiedName === '' ? `- [${id}] file \`${oneLine(component.path, 200)}\`` : componentHead(id, component, ` in ${oneLine(component.path, 200)}`),
    ...said('  comment', component.doc, 160),
  ])
  return { cited: [...cited.values()], text: ['Places:', ...heads, '', 'What the tables tell, without their figures:', ...lines].join('\n') }
})

/** A definition, or the lines of a file as something without a name. */
function componentOf(href: string, plan: WikiPlan): Component | undefined {
  const target = parseSourceHref(href)
  const file = target === undefined ? undefined : plan.index.files.get(target.path)
  if (target === undefined || file === undefined || file.lines === 0) return undefined
  const { startLine, endLine } = target.range ?? { startLine: 1, endLine: file.lines }
  const isIt = (one: Component) => one.startLine === startLine && one.endLine === endLine
  const definition = (plan.index.topLevel.get(target.path) ?? []).flatMap((top) => [top, ...(plan.index.members.get(top.id) ?? [])]).find(isIt)
  return definition ?? { id: `${target.path}:${startLine}`, name: target.path, qualifiedName: '', kind: 'module', path: target.path, startLine, endLine, signature: '', doc: undefined, visibility: 'public', parent: undefined }
}

type IdOf = (href: string) => string | undefined

function blockLines(block: string, idOf: IdOf): string[] {
  const lines = block.split('\n')
  if (block.startsWith('#')) return [`${oneLine(block.replace(/^#+ /, ''), 100)}:`]
  if (block.startsWith('```')) return []
  if (!block.startsWith('|')) return lines.map((line) => plain(line, idOf)).filter((line) => line !== '')
  const cells = (line: string) => line.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|').trim())
  const [head = [], , ...rows] = lines.map(cells)
  return rows.map((row) => `- ${row.flatMap((cell, at) => told(head[at] ?? '', plain(cell, idOf))).join('; ')}`).filter((line) => line.length > 2)
}

/** A cell that was a figure says nothing now. */
function told(head: string, cell: string): string[] {
  return /[`[\]]|\w{3,} \w{2,}/.test(cell) || /^\w{2,}$/.test(cell) ? [`${head}: ${cell}`] : []
}

const link = /\[((?:\\.|[^\]\\])*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)/g

/** Links become ids, figures go; code stays as it is. */
function plain(markdown: string, idOf: IdOf): string {
  const ids: string[] = []
  const marked = markdown.replace(link, (_all, label: string, href: string) => {
    const slug = /^([a-z0-9-]+)\.md(?:#.*)?$/.exec(href)?.[1]
    const id = slug === undefined ? idOf(href) : undefined
    ids.push(slug !== undefined && !label.startsWith('`') ? `[[${slug}]]` : id === undefined ? '' : ` [${id}]`)
    return label.startsWith('`') ? `${label}\ue000` : '\ue000'
  })
  const withoutFigures = marked.split(/(`+[^`]*`+)/).map((part, at) => (at % 2 === 1 ? part : part.replace(/(?<![\w.-])\d[\d,.]*(?: %)?(?![\w.]\w)/g, ''))).join('')
  return oneLine(withoutFigures.replace(/\\(?=[^\w\s])/g, '').replace(/\ue000/g, () => ids.shift() ?? ''), 600)
}

function bounded(lines: readonly string[]): readonly string[] {
  let length = 0
  const kept = lines.filter((line) => (length += line.length) <= maxCharacters)
  return kept.length === lines.length ? kept : [...kept, 'The tables go on.']
}
