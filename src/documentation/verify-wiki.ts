import type { Component } from '../analysis/code-map.js'
import { parseSourceHref } from './markdown/links.js'
import { group } from './plan/code-index.js'
import { remember } from './plan/remember.js'
import { walkTree, type Citation, type WikiPage, type WikiTreeNode } from './wiki.js'

export type ViolationCode =
  | 'dead-page-link'
  | 'dead-anchor'
  | 'foreign-link'
  | 'dead-citation'
  | 'citation-out-of-range'
  | 'citation-blob-differs'
  | 'citation-misses-symbol'
  | 'invalid-diagram'
  | 'missing-page'
  | 'orphan-page'
  | 'duplicate-slug'

export interface Violation {
  /** The page that breaks the rule. */
  readonly slug: string
  readonly code: ViolationCode
  /** One sentence for people. */
  readonly message: string
}

export interface VerifiedPage {
  readonly page: WikiPage
  /** As written: `job-queue.md#claim`, `source/src/a.ts#L1-L9`. */
  readonly links: readonly string[]
  readonly anchors: readonly string[]
  readonly invalidDiagrams: readonly { readonly index: number; readonly message: string }[]
  /** A page that stands in for one that could not be published: links to its headings lead to its top. */
  readonly standsIn?: boolean
}

export interface VerifyInput {
  readonly pages: readonly VerifiedPage[]
  readonly tree: WikiTreeNode
  readonly files: ReadonlyMap<string, { readonly lines: number; readonly oid: string }>
  readonly components: readonly Component[]
}

/** Every rule that a published wiki keeps, for pages of any origin. Pure; in the order of pages. Empty = nothing is broken. */
export function verifyWiki(input: VerifyInput): Violation[] {
  const pages = new Map(input.pages.map((one) => [one.page.slug, one]))
  const anchors = new Map(input.pages.map((one) => [one.page.slug, new Set(one.anchors)]))
  const definitions = definitionsOf(input.components)
  const found: Violation[] = []
  for (const one of input.pages) {
    const report = (code: ViolationCode, message: string) => void found.push({ slug: one.page.slug, code, message })
    for (const link of new Set(one.links)) checkLink(link, one, { pages, anchors, files: input.files }, report)
    for (const citation of one.page.citations) checkCitation(citation, input.files, definitions, report)
    for (const { index, message } of one.invalidDiagrams) report('invalid-diagram', `Diagram ${index + 1} does not parse: ${message}`)
  }
  return [...found, ...checkTree(input, pages)]
}

type Report = (code: ViolationCode, message: string) => void

interface Targets {
  readonly pages: ReadonlyMap<string, VerifiedPage>
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>
  readonly files: VerifyInput['files']
}

function checkLink(link: string, from: VerifiedPage, targets: Targets, report: Report): void {
  if (/^https?:\/\//i.test(link)) return
  if (link.startsWith('source/')) return checkSource(link, targets.files, report)
  const match = /^(?:([a-z0-9-]+)\.md)?(?:#(.*))?$/.exec(link)
  if (match === null || link === '') return report('foreign-link', `The link ${link} leads out of the wiki.`)
  const slug = match[1] ?? from.page.slug
  const target = targets.pages.get(slug)
  if (target === undefined) return report('dead-page-link', `There is no page ${slug} for the link ${link}.`)
  const anchor = match[2] === undefined ? undefined : decode(match[2])
  if (anchor === undefined || anchor === '' || target.standsIn === true) return
  if (targets.anchors.get(slug)?.has(anchor) !== true) report('dead-anchor', `Page ${slug} has no heading ${anchor} for the link ${link}.`)
}

function checkSource(link: string, files: VerifyInput['files'], report: Report): void {
  const target = parseSourceHref(link)
  const file = target === undefined ? undefined : files.get(target.path)
  if (target === undefined || file === undefined) return report('dead-citation', `The citation ${link} names no file of this commit.`)
  const { range } = target
  if (range !== undefined && !isWithin(range, file.lines))
    report('citation-out-of-range', `The citation ${link} goes past the ${file.lines} lines of its file.`)
}

function isWithin(range: { readonly startLine: number; readonly endLine: number }, lines: number): boolean {
  return range.startLine >= 1 && range.startLine <= range.endLine && range.endLine <= lines
}

function checkCitation(
  citation: Citation,
  files: VerifyInput['files'],
  definitions: FindDefinitions,
  report: Report,
): void {
  const { path, startLine, endLine, blob, symbol, within } = citation
  const place = `${path}:${startLine}-${endLine}`
  const file = files.get(path)
  if (file === undefined) return report('dead-citation', `The citation ${place} names no file of this commit.`)
  if (file.oid !== blob) return report('citation-blob-differs', `The citation ${place} was made from another version of the file.`)
  if (!isWithin(citation, file.lines))
    return report('citation-out-of-range', `The citation ${place} goes past the ${file.lines} lines of its file.`)
  if (within !== undefined && !definitions(path, within).some((one) => one.startLine <= startLine && endLine <= one.endLine))
    report('citation-misses-symbol', `The lines ${place} are no part of ${within}.`)
  if (symbol === undefined) return
  const holds = definitions(path, symbol).some((one) => one.startLine >= startLine && one.startLine <= endLine)
  if (!holds) report('citation-misses-symbol', `The lines ${place} do not define ${symbol}.`)
}

type FindDefinitions = (path: string, symbol: string) => readonly Component[]

/** By file, then by name within a file that is cited at all. */
function definitionsOf(components: readonly Component[]): FindDefinitions {
  const byPath = group(components, ({ path }) => [path])
  const byName = remember((all: typeof byPath, path: string) => group(all.get(path) ?? [], ({ qualifiedName }) => [qualifiedName]))
  return (path, symbol) => byName(byPath, path).get(symbol) ?? []
}

function decode(anchor: string): string {
  try {
    return decodeURIComponent(anchor)
  } catch {
    return anchor
  }
}

/** The tree and the pages name each other exactly once. */
function checkTree(input: VerifyInput, pages: ReadonlyMap<string, VerifiedPage>): Violation[] {
  const found: Violation[] = []
  const inTree = new Set<string>()
  for (const { node } of walkTree(input.tree)) {
    if (inTree.has(node.slug)) found.push({ slug: node.slug, code: 'duplicate-slug', message: `Two modules are called ${node.slug}.` })
    inTree.add(node.slug)
    if (!pages.has(node.slug)) found.push({ slug: node.slug, code: 'missing-page', message: `The module ${node.title} has no page.` })
  }
  const seen = new Set<string>()
  for (const { page } of input.pages) {
    if (seen.has(page.slug)) found.push({ slug: page.slug, code: 'duplicate-slug', message: `Two pages are called ${page.slug}.` })
    else if (!inTree.has(page.slug))
      found.push({ slug: page.slug, code: 'orphan-page', message: `The page ${page.title} stands nowhere in the tree.` })
    seen.add(page.slug)
  }
  return found
}
