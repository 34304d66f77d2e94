import type { WriteSection } from '../pages/page-context.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'

/** A page about the repository as a whole rather than about one of its modules. */
export interface CrossCuttingPage {
  /** Its slug, unless a module is called so: `[a-z0-9-]+`. */
  readonly address: string
  readonly title: string
  /**
   * What stands below the title, in order; undefined when the repository gives no facts for it, and the page is left out. Asked once when
   * pages are planned, so that others can link to this one, and once when it is written: pure, and cheap beside writing.
   */
  sections(plan: WikiPlan): readonly WriteSection<PlannedTopic>[] | undefined
}
