import type { CodeMap, ModuleNode } from '../analysis/code-map.js'
import { firstSentenceText } from './doc-comments/first-sentence.js'
import { planDetails, type ComponentAnchor } from './plan/component-anchors.js'
import { indexCode, type CodeIndex } from './plan/code-index.js'
import { filesBelow, graphModules, type ModuleGraph } from './plan/module-graph.js'
import { purposeOf, type Purpose } from './plan/purpose.js'
import { byRank, rankComponent, type RankedComponent } from './plan/rank.js'
import type { WikiPage, WikiTreeNode } from './wiki.js'

/** The repository at the commit that the wiki speaks of. */
export interface WikiSubject {
  readonly url: string
  readonly host: string
  readonly owner: string
  readonly name: string
  readonly commit: string
  /** ISO time. */
  readonly committedAt: string
}

/** Everything that pages need to know of each other before the first is written: who has which page, heading and purpose. */
export interface WikiPlan {
  readonly title: string
  readonly summary: string | undefined
  readonly subject: WikiSubject
  readonly code: CodeMap
  readonly tree: WikiTreeNode
  /** In reading order: the overview first, then the module tree depth-first. */
  readonly pages: readonly PlannedPage[]
  readonly index: CodeIndex
  readonly graph: ModuleGraph
  /** By slug. */
  readonly purposes: ReadonlyMap<string, Purpose>
  /** By id: the components that have a heading of their own. */
  readonly anchors: ReadonlyMap<string, ComponentAnchor>
}

export interface PlannedPage {
  readonly slug: string
  readonly title: string
  readonly kind: WikiPage['kind']
  readonly parent: string | undefined
  readonly module: ModuleNode
  /** Outermost components of the module's own files, the most telling first. */
  readonly components: readonly RankedComponent[]
  /** False when the module's own files are few beside those of its children. */
  readonly holdsMuch: boolean
}

/** Decides on pages, their order, headings and links. Pure, and equal for equal input. */
export function planWiki(code: CodeMap, subject: WikiSubject): WikiPlan {
  const index = indexCode(code)
  const graph = graphModules(code, index)
  const title = titleOf(code, subject)
  const pages = planPages(code.modules, undefined, title, index)
  const purposes = new Map(pages.map((page) => [page.slug, purposeOf(page.module, code, index)]))
  const summary = code.project.description?.value ?? code.project.readmeSummary?.value
  return {
    title,
    summary: summary === undefined ? undefined : summarise(summary),
    subject,
    code,
    tree: treeOf(code.modules, title, index),
    pages,
    index,
    graph,
    purposes,
    anchors: planDetails(pages),
  }
}

const maxSummary = 200

/** One sentence; a long one ends before the list that it leads to. */
function summarise(text: string): string | undefined {
  const first = firstSentenceText(text, 2_000)
  if (first === undefined || first.length <= maxSummary) return first
  const before = /^(.{40,}?)[,;] [^,:;]{0,80}: /.exec(first)?.[1]
  return before === undefined ? firstSentenceText(text, 300) : `${before}.`
}

/** Below this share of the lines, files beside modules are strays: scripts, set-up, a version file. */
const strayShare = 0.12

/** The manifest's spelling when it names the same thing; a folder on somebody's disk may be called anything. */
function titleOf(code: CodeMap, subject: WikiSubject): string {
  const named = code.project.name?.value.trim().replace(/^@[^/]+\//, '')
  if (named === undefined || named === '') return subject.name
  const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return subject.host === 'local' || plain(named) === plain(subject.name) ? named.split('/').at(-1) || subject.name : subject.name
}

function planPages(node: ModuleNode, parent: string | undefined, title: string, index: CodeIndex): PlannedPage[] {
  const own = node.files.flatMap((path) => index.topLevel.get(path) ?? [])
  const components = own.map((component) => rankComponent(index, component)).sort(byRank)
  const lines = (paths: readonly string[]) => paths.reduce((sum, path) => sum + (index.files.get(path)?.lines ?? 0), 0)
  const holdsMuch = lines(node.files) >= lines(filesBelow(node)) * strayShare
  const kind = parent === undefined ? 'overview' : 'module'
  const page: PlannedPage = { slug: node.id, title, kind, parent, module: node, components, holdsMuch }
  return [page, ...node.children.flatMap((child) => planPages(child, node.id, child.name, index))]
}

function treeOf(node: ModuleNode, title: string, index: CodeIndex): WikiTreeNode {
  return {
    slug: node.id,
    title,
    path: node.path,
    components: node.files.flatMap((path) => (index.topLevel.get(path) ?? []).map((component) => component.id)),
    children: node.children.map((child) => treeOf(child, child.name, index)),
  }
}
