import type { CodeMap, ModuleNode } from '../analysis/code-map.js'
import { allCrossCuttingPages } from './cross-cutting/all-pages.js'
import { firstSentenceText } from './doc-comments/first-sentence.js'
import { planDetails } from './plan/component-anchors.js'
import { group, indexCode, type CodeIndex } from './plan/code-index.js'
import { filesBelow, graphModules } from './plan/module-graph.js'
import { purposeOf } from './plan/purpose.js'
import { planAsked } from './plan/plan-asked.js'
import { focusedFirst } from './plan/focused-first.js'
import { inOrderOf } from './plan/page-order.js'
import { planReferences } from './plan/plan-references.js'
import { byRank, rankComponent } from './plan/rank.js'
import { notSteered, type Steering } from '../steering/steering.js'
import { walkTree, type WikiTreeNode } from './wiki.js'
import type { PlannedModule, PlannedPage, PlannedTopic, WikiPlan, WikiSubject } from './wiki-plan.js'

/** Decides on pages, their order, headings and links. Pure, and equal for equal input. */
export function planWiki(analysed: CodeMap, subject: WikiSubject, steering: Steering = notSteered): WikiPlan {
  const index = indexCode(analysed, steering.focus)
  const code = { ...analysed, modules: focusedFirst(analysed.modules, index.focused) }
  const title = titleOf(code, subject)
  const modulePages = planPages(code.modules, undefined, titlesOf(code.modules, title), index)
  const summary = code.project.description?.value ?? code.project.readmeSummary?.value
  const anchors = planDetails(modulePages)
  // Who has an address that a module had once is led to the module, not to a page of ours.
  const taken = new Set(modulePages.flatMap(({ slug, module }) => [slug, ...(module.formerSlugs ?? [])]))
  const references = planReferences(modulePages, index, anchors, (wanted) => takeSlug(wanted, taken))
  const modules: WikiPlan = {
    title,
    summary: summary === undefined ? undefined : summarise(summary),
    subject,
    code,
    tree: treeOf(code.modules, title, index),
    pages: modulePages,
    modulePages,
    titles: new Map(modulePages.map((page) => [page.slug, page.title])),
    index,
    graph: graphModules(code, index),
    purposes: new Map(modulePages.map((page) => [page.slug, purposeOf(page.module, code, index)])),
    anchors,
    quality: { slug: 'quality', title: 'Quality of this wiki', kind: 'quality', parent: code.modules.id },
    references: group(references, ({ parent }) => [parent]),
    names: [],
    steering,
    warnings: [],
  }
  const topics = planTopics(modules, taken)
  const asked = planAsked(modules, topics, (wanted) => takeSlug(wanted, taken))
  const further = [...references, ...asked.pages, ...inOrderOf(steering.documentType?.value, topics)]
  return withPages({ ...modules, warnings: asked.warnings, quality: { ...modules.quality, slug: takeSlug('quality', taken) } }, further)
}

/** The cross-cutting pages that have something to say. */
function planTopics(modules: WikiPlan, taken: Set<string>): PlannedTopic[] {
  return allCrossCuttingPages
    .filter((page) => page.sections(modules) !== undefined)
    .map(({ address, title }) => ({ slug: takeSlug(address, taken), title, kind: 'topic', parent: modules.tree.slug, address }))
}

/** A module keeps its address; a page of ours that wants the same gets another. */
function takeSlug(wanted: string, taken: Set<string>): string {
  let slug = wanted
  while (taken.has(slug)) slug = `about-${slug}`
  taken.add(slug)
  return slug
}

/** Each further page stands in the tree below its parent, after the modules there. */
function withPages(modules: WikiPlan, further: readonly Exclude<PlannedPage, PlannedModule>[]): WikiPlan {
  const below = group([...further, modules.quality], ({ parent }) => [parent ?? modules.tree.slug])
  const grow = (node: WikiTreeNode): WikiTreeNode => ({
    ...node,
    children: [...node.children.map(grow), ...(below.get(node.slug) ?? []).map((page) => grow(leafOf(page)))],
  })
  const tree = grow(modules.tree)
  const bySlug = new Map<string, PlannedPage>([...modules.pages, ...further].map((page) => [page.slug, page]))
  return { ...modules, tree, pages: [...walkTree(tree)].flatMap(({ node }) => bySlug.get(node.slug) ?? []) }
}

function leafOf(page: Exclude<PlannedPage, PlannedModule> | WikiPlan['quality']): WikiTreeNode {
  const title = page.kind === 'reference' ? page.label : page.title
  return { slug: page.slug, title, kind: page.kind === 'reference' ? 'reference' : 'topic', path: undefined, components: [], children: [] }
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

/** By id. Of two modules of one name, one inside of another is told apart by that. */
function titlesOf(root: ModuleNode, title: string): ReadonlyMap<string, string> {
  const titles = new Map([[root.id, title]])
  const names = new Map<string, number>()
  const visit = (node: ModuleNode, act: (child: ModuleNode, parent: ModuleNode) => void): void => {
    for (const child of node.children) {
      act(child, node)
      visit(child, act)
    }
  }
  visit(root, ({ name }) => void names.set(name, (names.get(name) ?? 0) + 1))
  visit(root, (child, parent) => {
    const isAlone = names.get(child.name) === 1 || parent === root
    titles.set(child.id, isAlone ? child.name : `${child.name} (${parent.name})`)
  })
  return titles
}

function planPages(node: ModuleNode, parent: string | undefined, titles: ReadonlyMap<string, string>, index: CodeIndex): PlannedModule[] {
  const own = node.files.flatMap((path) => index.topLevel.get(path) ?? [])
  const components = own.map((component) => rankComponent(index, component)).sort(byRank)
  const lines = (paths: readonly string[]) => paths.reduce((sum, path) => sum + (index.files.get(path)?.lines ?? 0), 0)
  const holdsMuch = lines(node.files) >= lines(filesBelow(node)) * strayShare
  const kind = parent === undefined ? 'overview' : 'module'
  const page: PlannedModule = { slug: node.id, title: titles.get(node.id) ?? node.name, kind, parent, module: node, components, holdsMuch }
  return [page, ...node.children.flatMap((child) => planPages(child, node.id, titles, index))]
}

function treeOf(node: ModuleNode, title: string, index: CodeIndex): WikiTreeNode {
  return {
    slug: node.id,
    title,
    kind: 'module',
    path: node.path,
    components: node.files.flatMap((path) => (index.topLevel.get(path) ?? []).map((component) => component.id)),
    children: node.children.map((child) => treeOf(child, child.name, index)),
    ...(node.formerSlugs === undefined ? {} : { formerSlugs: node.formerSlugs }),
  }
}
