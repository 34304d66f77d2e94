import { writeFlowchart } from '../../mermaid/flowchart.js'
import { moduleTitle, type PageContext } from '../../pages/page-context.js'
import { readableEdges } from '../../plan/readable-edges.js'
import { compareText, count, figure } from '../../prose.js'
import type { PlannedTopic, WikiPlan } from '../../wiki-plan.js'
import type { Way } from './find-ways.js'
import { endWords, entranceWords } from './words.js'

const maxNodes = 12

interface Tie {
  readonly from: string
  readonly to: string
  count: number
}

/** Between modules, all ways laid upon each other: what comes in on the left, what it ends in on the right. */
export function writeFlow({ plan, page }: PageContext<PlannedTopic>, ways: readonly Way[]): void {
  const tracks = ways.map((way) => trackOf(plan, way))
  const weight = new Map<string, number>()
  for (const track of tracks) for (const node of new Set(track)) weight.set(node, (weight.get(node) ?? 0) + 1)
  const rank = (node: string) => (isModule(node) ? 1 : 0)
  const inOrder = [...weight.keys()].sort((a, b) => rank(a) - rank(b) || (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || compareText(a, b))
  const shown = new Set(inOrder.slice(0, maxNodes))
  const ties = tiesOf(tracks, shown)
  const drawn = readableEdges(ties, shown.size)
  const nodes = inOrder.filter((node) => shown.has(node) && drawn.some(({ from, to }) => from === node || to === node))
  if (nodes.filter(isModule).length < 2 || drawn.length < 3) return
  page.heading(2, 'From module to module')
  page.diagram(writeFlowchart({ direction: 'LR', nodes: nodes.map((key) => ({ key, label: labelOf(plan, key), focus: !isModule(key) })), edges: drawn }))
  const modules = inOrder.filter(isModule).length
  const left = modules - nodes.filter(isModule).length
  page.paragraph(
    `${count(ways.length, 'way')} from where data comes in to where it leaves, laid upon each other; numbers say how many take an arrow.${left > 0 ? ` ${count(left, 'module')} with fewer ways ${left === 1 ? 'is' : 'are'} not drawn.` : ''}${ties.length > drawn.length ? ` ${figure(drawn.length)} of ${figure(ties.length)} arrows are drawn, of each module the strongest.` : ''}`,
  )
}

const isModule = (node: string): boolean => node.startsWith('module ')

function labelOf(plan: WikiPlan, node: string): string {
  if (isModule(node)) return moduleTitle(plan, node.slice('module '.length))
  const words = { ...Object.fromEntries(Object.entries(entranceWords).map(([kind, { title }]) => [`in ${kind}`, title])), ...Object.fromEntries(Object.entries(endWords).map(([kind, { title }]) => [`out ${kind}`, title])) }
  return words[node] ?? node
}

function trackOf(plan: WikiPlan, { entrance, steps, end, use }: Way): readonly string[] {
  const paths = [entrance.component?.path ?? entrance.place.path, ...steps.map(({ to }) => to.path), use.path]
  const modules = paths.flatMap((path) => plan.graph.moduleOfFile.get(path) ?? []).map((id) => `module ${id}`)
  return [`in ${entrance.kind}`, ...modules, `out ${end}`].filter((node, at, all) => node !== all[at - 1])
}

/** Only what lies next to each other on a way: no arrow leaps over a module that is not drawn. */
function tiesOf(tracks: readonly (readonly string[])[], shown: ReadonlySet<string>): readonly Tie[] {
  const ties = new Map<string, Tie>()
  for (const track of tracks) {
    track.forEach((to, at) => {
      const from = track[at - 1]
      if (from === undefined || !shown.has(from) || !shown.has(to)) return
      const key = `${from}\n${to}`
      const known = ties.get(key)
      if (known === undefined) ties.set(key, { from, to, count: 1 })
      else known.count += 1
    })
  }
  return [...ties.values()].sort((a, b) => b.count - a.count || compareText(`${a.from} ${a.to}`, `${b.from} ${b.to}`))
}
