import type { CodeMap, ModuleNode } from '../analysis/code-map.js'
import { allCrossCuttingPages } from './cross-cutting/all-pages.js'
import { firstSentenceText } from './doc-comments/first-sentence.js'
import { planDetails } from './plan/component-anchors.js'
import { indexCode, type CodeIndex } from './plan/code-index.js'
import { filesBelow, graphModules } from './plan/module-graph.js'
import { purposeOf } from './plan/purpose.js'
import { byRank, rankComponent } from './plan/rank.js'
import type { WikiTreeNode } from './wiki.js'
import type { PlannedModule, PlannedTopic, WikiPlan, WikiSubject } from './wiki-plan.js'

/** Decides on pages, their order, headings and links. Pure, and equal for equal input. */
export function planWiki(code: CodeMap, subject: WikiSubject): WikiPlan {
  const index = indexCode(code)
  const title = titleOf(code, subject)
  const modulePages = planPages(code.modules, undefined, title, index)
  const summary = code.project.description?.value ?? code.project.readmeSummary?.value
  const modules: WikiPlan = {
    title,
    summary: summary === undefined ? undefined : summarise(summary),
    subject,
    code,
    tree: treeOf(code.modules, title, index),
    pages: modulePages,
    modulePages,
    index,
    graph: graphModules(code, index),
    purposes: new Map(modulePages.map((page) => [page.slug, purposeOf(page.module, code, index)])),
    anchors: planDetails(modulePages),
  }
  return withTopics(modules, planTopics(modules))
}

/** The cross-cutting pages that have something to say. A module that is called like one of them keeps its address. */
function planTopics(modules: WikiPlan): PlannedTopic[] {
  const taken = new Set(modules.pages.map(({ slug }) => slug))
  return allCrossCuttingPages
    .filter((page) => page.sections(modules) !== undefined)
    .map(({ address, title }) => ({ slug: freeSlug(address, taken), title, kind: 'topic', parent: modules.tree.slug, address }))
}

function freeSlug(address: string, taken: ReadonlySet<string>): string {
  let slug = address
  while (taken.has(slug)) slug = `about-${slug}`
  return slug
}

function withTopics(modules: WikiPlan, topics: readonly PlannedTopic[]): WikiPlan {
  const nodes = topics.map(({ slug, title }): WikiTreeNode => ({ slug, title, kind: 'topic', path: undefined, components: [], children: [] }))
  return {
    ...modules,
    pages: [...modules.pages, ...topics],
    tree: { ...modules.tree, children: [...modules.tree.children, ...nodes] },
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

function planPages(node: ModuleNode, parent: string | undefined, title: string, index: CodeIndex): PlannedModule[] {
  const own = node.files.flatMap((path) => index.topLevel.get(path) ?? [])
  const components = own.map((component) => rankComponent(index, component)).sort(byRank)
  const lines = (paths: readonly string[]) => paths.reduce((sum, path) => sum + (index.files.get(path)?.lines ?? 0), 0)
  const holdsMuch = lines(node.files) >= lines(filesBelow(node)) * strayShare
  const kind = parent === undefined ? 'overview' : 'module'
  const page: PlannedModule = { slug: node.id, title, kind, parent, module: node, components, holdsMuch }
  return [page, ...node.children.flatMap((child) => planPages(child, node.id, child.name, index))]
}

function treeOf(node: ModuleNode, title: string, index: CodeIndex): WikiTreeNode {
  return {
    slug: node.id,
    title,
    kind: 'module',
    path: node.path,
    components: node.files.flatMap((path) => (index.topLevel.get(path) ?? []).map((component) => component.id)),
    children: node.children.map((child) => treeOf(child, child.name, index)),
  }
}
