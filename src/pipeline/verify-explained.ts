import type { CodeMap } from '../analysis/code-map.js'
import { verifyWiki, type VerifiedPage, type Violation } from '../documentation/verify-wiki.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import { AppError } from '../platform/app-error.js'
import { isStandIn } from './verify-pages.js'
import type { WrittenPage } from './write-pages.js'

/** Every explained page as it is checked on its own, before readers see it among the others. */
export type VerifyExplained = (before: WrittenPage, explained: WrittenPage, others: ReadonlyMap<string, WrittenPage>) => void

/**
 * Checks one page against the pages that readers see beside it. It may lose no heading: the others' links lead there.
 * The check throws AppError `documentation/…` after the first rule that is broken.
 */
export function explainedVerifier(plan: WikiPlan, code: CodeMap): VerifyExplained {
  const files = new Map(code.files.map((file) => [file.path, { lines: file.lines, oid: file.oid }]))
  // It is written when all others are through.
  const quality: VerifiedPage = {
    page: { slug: plan.quality.slug, title: plan.quality.title, parent: plan.quality.parent, kind: 'topic', markdown: '', citations: [], origin: 'analysis' },
    ...{ links: [], anchors: [], invalidDiagrams: [], standsIn: true },
  }
  return (before, explained, others) => {
    const cited = new Set(explained.page.citations.map(({ path }) => path))
    const components = code.components.filter(({ path }) => cited.has(path))
    const { slug } = explained.page
    const linked = new Set(explained.rendered.links.flatMap((link) => /^([a-z0-9-]+)\.md/.exec(link)?.[1] ?? []))
    const targets = [...others.values()].filter(({ page }) => page.slug !== slug && linked.has(page.slug)).map(asTarget)
    const pages = [asWhole(explained), ...targets, quality]
    const broken = verifyWiki({ pages, tree: plan.tree, files, components }).filter((violation) => violation.slug === slug)
    const anchors = new Set(explained.rendered.anchors)
    const lost = before.rendered.anchors.filter((anchor) => !anchors.has(anchor))
    const [first] = [...broken, ...lost.map((anchor): Violation => ({ slug, code: 'dead-anchor', message: `The heading ${anchor} is not there any more.` }))]
    if (first === undefined) return
    const message = [...broken.map((violation) => violation.message), ...(broken.length === 0 ? [first.message] : [])].slice(0, 3).join(' ')
    throw new AppError(`documentation/${first.code}`, 'invalid', message)
  }
}

const asWhole = ({ page, rendered }: WrittenPage): VerifiedPage => ({ page, links: rendered.links, anchors: rendered.anchors, invalidDiagrams: rendered.invalidDiagrams })

/** Only what others may point at. */
const asTarget = ({ page, rendered, gap }: WrittenPage): VerifiedPage => ({
  page: { ...page, citations: [] },
  links: [],
  anchors: rendered.anchors,
  invalidDiagrams: [],
  standsIn: isStandIn(gap),
})
