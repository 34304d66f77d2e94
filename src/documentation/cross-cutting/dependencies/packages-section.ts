import type { PackageFacts } from '../../../analysis/packages/package-facts.js'
import { escapeText, inlineCode } from '../../markdown/escape.js'
import { writeFlowchart } from '../../mermaid/flowchart.js'
import { citeFact, type PageContext } from '../../pages/page-context.js'
import { readableEdges } from '../../plan/readable-edges.js'
import { compareText, count, figure, listOf } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'

const maxNodes = 12
const maxRows = 30

/** One sentence on what was read; the repository's own packages and how they ask for each other. */
export function writePackages(context: PageContext<PlannedTopic>, packages: readonly PackageFacts[]): void {
  const { page } = context
  page.paragraph(lead(context, packages))
  const edges = internalEdges(packages)
  if (edges.length === 0) return
  page.heading(2, 'Packages of this repository')
  drawPackages(context, packages, edges)
  const byImportance = [...packages].filter((one) => one.name !== undefined || edges.some(({ from, to }) => from === one.path || to === one.path)).sort((a, b) => users(edges, b) - users(edges, a) || compareText(labelOf(a), labelOf(b)))
  page.table(
    ['Package', 'Version', 'Licence', 'Asks for', 'Asked for by', 'Manifest'],
    byImportance.slice(0, maxRows).map((one) => [
      inlineCode(labelOf(one)),
      one.version === undefined ? '' : inlineCode(one.version),
      one.licence === undefined ? '' : `${escapeText(one.licence.value)} (${citeFact(context, one.licence)})`,
      names(packages, edges.filter(({ from }) => from === one.path).map(({ to }) => to)),
      users(edges, one) === 0 ? '' : count(users(edges, one), 'package'),
      page.linkFile(one.path),
    ]),
  )
  if (byImportance.length > maxRows) page.paragraph(`${figure(byImportance.length - maxRows)} more: ${listOf(byImportance.slice(maxRows, maxRows + 20).map((one) => page.linkFile(one.path, inlineCode(labelOf(one)))), byImportance.length - maxRows)}.`)
}

function lead({ page }: PageContext<PlannedTopic>, packages: readonly PackageFacts[]): string {
  const asking = packages.filter(({ dependencies }) => dependencies.length > 0)
  const names = new Set(asking.flatMap(({ dependencies }) => dependencies.flatMap(({ name, internal }) => (internal === undefined ? name : []))))
  const manifests = listOf(asking.slice(0, 4).map(({ path }) => page.linkFile(path)), asking.length)
  const locks = [...new Set(asking.flatMap(({ dependencies }) => dependencies.flatMap(({ locked }) => locked?.path ?? [])))].sort(compareText)
  const isGo = locks.every((path) => path.endsWith('go.sum'))
  const locked = locks.length === 0 ? '' : isGo ? ` ${listOf(locks.slice(0, 3).map((path) => page.linkFile(path)), locks.length)} ${locks.length === 1 ? 'holds' : 'hold'} their checksums.` : ` Versions that are locked come from ${listOf(locks.slice(0, 3).map((path) => page.linkFile(path)), locks.length)}.`
  return `${manifests} ${asking.length === 1 ? 'asks' : 'ask'} for ${names.size === 0 ? 'nothing but packages of this repository' : `${count(names.size, 'library')} of others`}.${locked}`
}

interface InternalEdge {
  readonly from: string
  readonly to: string
  readonly count: number
}

function internalEdges(packages: readonly PackageFacts[]): InternalEdge[] {
  const known = new Set(packages.map(({ path }) => path))
  const pairs = new Map<string, InternalEdge>()
  for (const { path, dependencies } of packages)
    for (const { internal } of dependencies) if (internal !== undefined && internal !== path && known.has(internal)) pairs.set(`${path}\n${internal}`, { from: path, to: internal, count: 1 })
  return [...pairs.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to))
}

const users = (edges: readonly InternalEdge[], one: PackageFacts): number => edges.filter(({ to }) => to === one.path).length

function drawPackages({ page }: PageContext<PlannedTopic>, packages: readonly PackageFacts[], edges: readonly InternalEdge[]): void {
  const degree = (path: string) => edges.filter(({ from, to }) => from === path || to === path).length
  const connected = packages.filter(({ path }) => degree(path) > 0)
  const shown = [...connected].sort((a, b) => degree(b.path) - degree(a.path) || compareText(a.path, b.path)).slice(0, maxNodes)
  const paths = new Set(shown.map(({ path }) => path))
  const possible = edges.filter(({ from, to }) => paths.has(from) && paths.has(to))
  const drawn = readableEdges(possible, shown.length)
  if (drawn.length === 0) return
  const nodes = shown.map((one) => ({ key: one.path, label: labelOf(one) }))
  page.diagram(writeFlowchart({ direction: 'TB', nodes, edges: drawn, weights: { thickFrom: Number.MAX_SAFE_INTEGER } }))
  const cuts = [
    connected.length > shown.length ? `${figure(shown.length)} of ${count(connected.length, 'connected package')}` : '',
    edges.length > drawn.length ? `${figure(drawn.length)} of ${count(edges.length, 'request')}` : '',
  ].filter((cut) => cut !== '')
  page.paragraph(`An arrow leads from a package to one that its manifest asks for.${cuts.length === 0 ? '' : ` Drawn are ${listOf(cuts)}.`}`)
}

function names(packages: readonly PackageFacts[], paths: readonly string[]): string {
  const called = packages.filter(({ path }) => paths.includes(path)).map((one) => inlineCode(labelOf(one)))
  return listOf(called.slice(0, 5), called.length)
}

/** A manifest without a name is called by its folder. */
function labelOf({ name, path }: PackageFacts): string {
  return name ?? path.split('/').at(-2) ?? path
}
