import type { PlannedModule, WikiPlan } from '../../wiki-plan.js'
import { isSource } from '../../plan/code-index.js'
import { rollUp, seenFrom } from '../../plan/module-graph.js'
import { remember } from '../../plan/remember.js'
import type { SourceLimits } from './source-pieces.js'

/** How a module's page is written, decided from the code map alone. About four characters are a token. */
export interface HowToWrite {
  readonly step: 'write-leaf' | 'write-parent' | 'write-overview'
  readonly limits: SourceLimits
  /** Its source is read by sub-writers first, for it is more than one prompt holds. */
  readonly inParts: boolean
  /** The writer may look things up. */
  readonly withTools: boolean
  readonly words: number
}

/** Of source; a sub-writer reads at most as much as a writer. A repository's largest module is read by nine calls. */
const leaf: SourceLimits = { whole: 64_000, part: 56_000, parts: 8 }
/** Its children have pages of their own, and beside them it holds little. */
const parent: SourceLimits = { whole: 20_000, part: 56_000, parts: 2 }

/** Modules that use this one, seen from it. From here on what it promises others is more than its own source tells. */
const manyUsers = 4
const muchSource = 32_000

/**
 * A module is complex, and its writer gets look-ups, when it has much source and many users, or when its source does not fit a prompt.
 * Parents and the overview are written from summaries, without.
 */
export const howToWrite = remember((plan: WikiPlan, planned: PlannedModule): HowToWrite => {
  const isLeaf = planned.module.children.length === 0
  const limits = isLeaf ? leaf : parent
  const size = planned.module.files.filter((path) => isSource(plan.index, path)).reduce((sum, path) => sum + (plan.index.files.get(path)?.sizeBytes ?? 0), 0)
  const inParts = size > limits.whole
  return {
    step: planned.kind === 'overview' ? 'write-overview' : isLeaf ? 'write-leaf' : 'write-parent',
    limits,
    inParts,
    withTools: isLeaf && (inParts || (size > muchSource && usersOf(plan, planned.slug) >= manyUsers)),
    words: !isLeaf ? 600 : size < 8_000 ? 250 : size < muchSource ? 450 : 700,
  }
})

function usersOf({ graph }: WikiPlan, slug: string): number {
  return rollUp(graph, seenFrom(graph, slug), slug).filter(({ to }) => to === slug).length
}
