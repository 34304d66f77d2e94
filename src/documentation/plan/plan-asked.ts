import { makeGlobMatcher } from '../../analysis/glob.js'
import { sha256 } from '../../platform/sha256.js'
import type { AskedPage, Wished } from '../../steering/steering.js'
import type { PlannedAsked, PlannedPage, WikiPlan } from '../wiki-plan.js'
import { findByWords } from './find-by-words.js'
import { byRank, rankComponent, type RankedComponent } from './rank.js'
import { isSource } from './code-index.js'

/** What one page shows at most. */
const mostComponents = 20

export interface AskedPlan {
  readonly pages: readonly PlannedAsked[]
  /** Sentences for the job's log. */
  readonly warnings: readonly string[]
}

/** The pages that must exist. One that the wiki has anyway, under the same title, is not made twice. */
export function planAsked(plan: WikiPlan, others: readonly PlannedPage[], freeSlug: (wanted: string) => string): AskedPlan {
  const warnings: string[] = []
  const taken = new Map([...plan.modulePages, ...others].map((page) => [page.title.toLowerCase(), page]))
  const wanted = plan.steering.pages.filter(({ value: { title } }) => {
    const known = taken.get(title.toLowerCase())
    if (known !== undefined) warnings.push(`The page ${title} that was asked for is there already: ${known.slug}.`)
    return known === undefined
  })
  const pages = wanted.map((one): Omit<PlannedAsked, 'parent'> => ({ ...matched(plan, one), slug: freeSlug(slugOf(one.value.title)), title: one.value.title, kind: 'asked', asked: one.value, from: one.from }))
  for (const page of pages) if (page.files.length === 0) warnings.push(`Nothing in the code is found for the page ${page.title} that was asked for.`)
  const parents = parentsOf(plan, pages, taken, warnings)
  return { pages: pages.map((page) => ({ ...page, parent: parents.get(page.slug) ?? plan.tree.slug })), warnings }
}

/** By its globs when it has some, else by its words. */
function matched({ code, index }: WikiPlan, { value }: Wished<AskedPage>): { files: readonly string[]; components: readonly RankedComponent[] } {
  if (value.focus.length === 0) {
    const components = findByWords(index, value, mostComponents)
    return { files: [...new Set(components.map(({ component }) => component.path))], components }
  }
  const isMeant = makeGlobMatcher(value.focus)
  const files = code.files.filter((file) => isMeant(file.path)).map(({ path }) => path)
  const sources = files.filter((path) => isSource(index, path))
  const components = (sources.length > 0 ? sources : files).flatMap((path) => index.topLevel.get(path) ?? []).map((component) => rankComponent(index, component))
  return { files, components: components.sort(byRank).slice(0, mostComponents) }
}

/** Another page that was asked for, or a page of the wiki, by title or address. A circle, or nothing of that name, is put below the overview. */
function parentsOf(plan: WikiPlan, pages: readonly Omit<PlannedAsked, 'parent'>[], taken: ReadonlyMap<string, PlannedPage>, warnings: string[]): Map<string, string> {
  const own = new Map(pages.map((page) => [page.title.toLowerCase(), page.slug]))
  const modules = new Set(plan.modulePages.map(({ slug }) => slug))
  const parents = new Map<string, string>()
  for (const { slug, title, asked } of pages) {
    if (asked.parent === undefined) continue
    const name = asked.parent.toLowerCase()
    const known = taken.get(name)?.slug ?? name
    const parent = own.get(name) ?? (modules.has(known) ? known : undefined)
    if (parent === undefined) warnings.push(`The page ${title} stands below the overview, for there is no page ${asked.parent}.`)
    else parents.set(slug, parent)
  }
  for (const { slug, title } of pages) {
    if (!isInCircle(slug, parents)) continue
    warnings.push(`The page ${title} stands below the overview, for its parents are a circle.`)
    parents.delete(slug)
  }
  return parents
}

function isInCircle(slug: string, parents: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>()
  for (let at: string | undefined = slug; at !== undefined && !seen.has(at); at = parents.get(at)) {
    seen.add(at)
    if (parents.get(at) === slug) return true
  }
  return false
}

/** `Job queue` → `job-queue`. A title without Latin letters or digits gets a name that hangs on it alone. */
function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '')
  return plain.length >= 2 ? plain : `page-${sha256(title, 8)}`
}
