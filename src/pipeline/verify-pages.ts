import type { CodeMap } from '../analysis/code-map.js'
import type { WikiPlan } from '../documentation/wiki-plan.js'
import { verifyWiki, type Violation } from '../documentation/verify-wiki.js'
import { AppError } from '../platform/app-error.js'
import { standIn, type PageRunLog, type RenderDeps, type WrittenPage } from './write-pages.js'

/** A page that breaks a rule is replaced by a gap page; replacing one may break a link to a heading of it, so it is checked again. */
const maxRounds = 4

/**
 * Lets nothing broken through: when it resolves, every link, anchor, citation and diagram of every page holds.
 * @throws AppError `documentation/unverifiable` when even the stand-ins break a rule (our fault, never the repository's).
 */
export async function verifyPages(
  plan: WikiPlan,
  written: readonly WrittenPage[],
  code: CodeMap,
  deps: RenderDeps,
  run: PageRunLog,
): Promise<readonly WrittenPage[]> {
  const files = new Map(code.files.map((file) => [file.path, { lines: file.lines, oid: file.oid }]))
  const components = new Map(code.components.map((component) => [component.id, component]))
  let pages = [...written]
  for (let round = 1; round <= maxRounds; round += 1) {
    const checked = pages.map(({ page, rendered, gap }) => ({ page, standsIn: isStandIn(gap), ...pick(rendered) }))
    const violations = verifyWiki({ pages: checked, tree: plan.tree, files, components: [...components.values()] })
    if (violations.length === 0) return pages
    const bySlug = groupBySlug(violations)
    pages = await Promise.all(
      pages.map(async (one) => {
        const broken = bySlug.get(one.page.slug)
        if (broken?.[0] === undefined || isStandIn(one.gap)) return one
        const reason = { code: `documentation/${broken[0].code}`, message: broken.map((violation) => violation.message).slice(0, 3).join(' ') }
        return standIn({ ...one.page }, reason, deps, run)
      }),
    )
  }
  throw new AppError('documentation/unverifiable', 'internal', 'The wiki does not pass its own verification.', {
    advice: 'Report this with the repository and commit; nothing was published.',
  })
}

/** A page that only lacks its explanation is held to the rules like any other. */
const isStandIn = (gap: WrittenPage['gap']): boolean => gap !== undefined && gap.unexplained !== true

function pick(rendered: WrittenPage['rendered']): Pick<WrittenPage['rendered'], 'links' | 'anchors' | 'invalidDiagrams'> {
  return { links: rendered.links, anchors: rendered.anchors, invalidDiagrams: rendered.invalidDiagrams }
}

function groupBySlug(violations: readonly Violation[]): Map<string, Violation[]> {
  const bySlug = new Map<string, Violation[]>()
  for (const violation of violations) bySlug.set(violation.slug, [...(bySlug.get(violation.slug) ?? []), violation])
  return bySlug
}
