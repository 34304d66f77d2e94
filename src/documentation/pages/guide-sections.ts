import type { Component, EntryPoint, Sourced } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { isPublic, isSource, isTest } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { rankedOffers } from '../plan/ranked-offers.js'
import type { RankedComponent } from '../plan/rank.js'
import { compareText, count, figure, listOf } from '../prose.js'
import { carrierOf } from './architecture-section.js'
import { citeComponent, citeFact, componentLink, moduleLink, type PageContext } from './page-context.js'
import { wordOfKind } from '../plan/word-of-kind.js'

const maxEntryPoints = 12
const maxMostUsed = 10

const entryKinds: Readonly<Record<EntryPoint['kind'], string>> = {
  command: 'Command',
  main: 'Program',
  library: 'Library',
  server: 'Server',
}

export function writeEntryPoints(context: PageContext): void {
  const { page } = context
  const entryPoints = byImportance(context)
  if (entryPoints.length === 0) return
  page.heading(2, sectionHeadings.entryPoints)
  page.table(
    ['Kind', 'Entry point', 'Starts in', 'Source'],
    entryPoints
      .slice(0, maxEntryPoints)
      .map((entry) => [entryKinds[entry.value.kind], inlineCode(entryLabel(entry)), startsIn(context, entry), citeFact(context, entry)]),
  )
  if (entryPoints.length > maxEntryPoints)
    page.paragraph(`${count(entryPoints.length - maxEntryPoints, 'more entry point')} of the same kinds.`)
}

/** `main` is called by its file; a file that is called `main` itself, by its folder. */
export function entryLabel({ value, path }: Pick<Sourced<EntryPoint>, 'value' | 'path'>): string {
  if (value.label !== 'main') return value.label
  const parts = path.split('/')
  return parts.slice(/^(?:main|__main__|__init__|index)\./.test(parts.at(-1) ?? '') ? -2 : -1).join('/')
}

/** Beside the product: what runs there is no way into it. */
const aside = /(?:^|[\/_.-])(?:contrib|extras?|bench(?:marks?)?|examples?|samples?|metrics|scripts?|tools|utils|hack|tests?)(?:[\/_.-]|$)/i
const kindOrder: readonly EntryPoint['kind'][] = ['server', 'command', 'library', 'main']

/** By kind; among programs those that reach most of the code first, those beside the product last. */
function byImportance({ plan }: PageContext): readonly Sourced<EntryPoint>[] {
  const reach = (entry: Sourced<EntryPoint>) =>
    new Set((plan.index.outgoing.get(entry.value.component ?? '') ?? []).map((one) => one.to)).size
  const rank = (entry: Sourced<EntryPoint>) => (aside.test(entry.path) ? kindOrder.length : 0) + kindOrder.indexOf(entry.value.kind)
  return [...plan.code.project.entryPoints].sort(
    (a, b) => rank(a) - rank(b) || reach(b) - reach(a) || compareText(a.path, b.path) || a.startLine - b.startLine,
  )
}

function startsIn(context: PageContext, entry: Sourced<EntryPoint>): string {
  const component = entry.value.component === undefined ? undefined : context.plan.index.components.get(entry.value.component)
  return component === undefined ? '' : componentLink(context, component)
}

/** Types and functions of the source that most other files rely on; those for use from outside first. */
export function writeMostUsed(context: PageContext): void {
  const { plan, page } = context
  const most = mostUsed(context).slice(0, maxMostUsed)
  if (most.length < 3) return
  page.heading(2, sectionHeadings.mostUsed)
  page.table(
    ['Component', 'Kind', 'Used in', 'What it is', 'Module', 'Source'],
    most.map(({ component, reach }) => [
      componentLink(context, component),
      wordOfKind(component),
      count(reach.sourceFiles, 'file'),
      firstSentence(component.doc, 110) ?? '',
      moduleLink(context, plan.graph.moduleOfFile.get(component.path) ?? plan.tree.slug),
      citeComponent(context, component),
    ]),
  )
}

function mostUsed({ plan: { index, modulePages } }: PageContext): readonly RankedComponent[] {
  const isTelling = ({ component }: RankedComponent) =>
    component.kind !== 'constant' && component.kind !== 'macro' && component.kind !== 'field' && isSource(index, component.path)
  return modulePages
    .flatMap((page) => page.components)
    .filter((ranked) => ranked.reach.sourceFiles >= 2 && isTelling(ranked))
    .sort(
      (a, b) =>
        Number(isPublic(index, b.component)) - Number(isPublic(index, a.component)) ||
        b.reach.sourceFiles - a.reach.sourceFiles || b.reach.references - a.reach.references || compareText(a.component.id, b.component.id),
    )
}

/** A way in for somebody who is new: each stop says why. */
export function writeStartHere(context: PageContext): void {
  const { plan, page } = context
  const stops = [readme(context), firstEntry(context), centralType(context), foundation(context), firstTest(context)].filter(
    (stop) => stop !== '',
  )
  if (stops.length < 2 || plan.index.components.size === 0) return
  page.heading(2, sectionHeadings.startHere)
  page.list(stops, 'numbers')
}

function readme({ plan, page }: PageContext): string {
  const path = plan.code.project.readmePath
  return path === undefined ? '' : `${page.linkFile(path)} tells what it is for, in its authors' words.`
}

function firstEntry(context: PageContext): string {
  const [entry] = byImportance(context).filter((one) => !aside.test(one.path))
  const isRun = entry !== undefined && (entry.value.kind === 'command' || entry.value.kind === 'server')
  const imported = isRun ? '' : offersStop(context)
  if (entry === undefined || imported !== '') return imported === '' ? shownStop(context) : imported
  const started = startsIn(context, entry)
  const what = entry.value.kind === 'library' ? 'what users of the library import' : 'where a run begins'
  return `${escapeText(entryKinds[entry.value.kind])} ${inlineCode(entryLabel(entry))} is ${what}${started === '' ? '' : `: ${started}`} (${citeFact(context, entry)}).`
}

/** Of a library, the file that users import, and what they get. */
function offersStop(context: PageContext): string {
  const offers = rankedOffers(context.plan)
  const [face, other] = new Set(context.plan.code.offers.map(({ path }) => path))
  if (face === undefined || other !== undefined || offers.length < 2) return ''
  const names = offers.slice(0, 3).map(({ name, component }) => componentLink(context, component, name))
  return `${context.page.linkFile(face)} is what users of the library import: ${listOf(names, offers.length)}.`
}

/** Of a library whose users import what they like, what its README begins with. */
function shownStop(context: PageContext): string {
  const { index, code } = context.plan
  const [first] = index.shown.flatMap((id) => index.components.get(id) ?? [])
  const example = code.project.readmeExample
  if (first === undefined || example === undefined) return ''
  const said = firstSentence(first.doc, 140)
  return `${componentLink(context, first)} is what the first example of ${context.page.linkFile(example.path)} begins with${said === undefined ? '' : `: ${said.replace(/\.$/, '')}`} (${citeComponent(context, first)}).`
}

function centralType(context: PageContext): string {
  const ranked = context.plan.modulePages.flatMap((page) => page.components).filter(({ component }) => isStructure(component))
  const [central] = ranked.sort((a, b) => b.score - a.score || compareText(a.component.id, b.component.id))
  if (central === undefined || central.reach.sourceFiles < 2) return ''
  const said = firstSentence(central.component.doc, 140)
  return `${componentLink(context, central.component)} is the ${wordOfKind(central.component)} that most code meets, in ${count(central.reach.sourceFiles, 'file')}${said === undefined ? '' : `: ${said.replace(/\.$/, '')}`} (${citeComponent(context, central.component)}).`
}

function isStructure(component: Component): boolean {
  return component.kind === 'class' || component.kind === 'struct' || component.kind === 'interface'
}

/** The module with most users is understood once and met everywhere. */
function foundation(context: PageContext): string {
  const base = carrierOf(context.plan)
  if (base === undefined || base.users < 2) return ''
  return `${moduleLink(context, base.id)} is what ${count(base.users, 'other module')} build on. ${context.plan.purposes.get(base.id)?.markdown ?? ''}`
}

/** A test of fewer source files shows a part, not how parts go together. */
const minTouched = 3

/** The test that touches most shows how the parts are meant to be used together. */
function firstTest({ plan, page }: PageContext): string {
  const tests = plan.code.files.filter((file) => isTest(plan.index, file.path) && !/(?:^|\/)bench(?:es|marks?)?\//.test(file.path))
  const reach = (path: string) =>
    new Set((plan.index.importsOf.get(path) ?? []).flatMap((one) => one.targets).filter((target) => isSource(plan.index, target))).size
  const [best] = tests
    .map((file) => ({ path: file.path, touched: reach(file.path) }))
    .sort((a, b) => b.touched - a.touched || compareText(a.path, b.path))
  if (best === undefined || best.touched < minTouched) return ''
  return `${page.linkFile(best.path)} shows the parts at work${tests.length === 1 ? '' : `: of ${figure(tests.length)} test files it reaches the most source files`}.`
}
