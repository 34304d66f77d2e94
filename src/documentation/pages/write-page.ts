import type { PlannedPage, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
import { writeAskedPage } from './asked-page.js'
import { writeModulePage } from './module-page.js'
import { writeOverviewPage } from './overview-page.js'
import type { ExplainPage } from './page-context.js'
import { writeReferencePage } from './reference-page.js'
import { writeTopicPage } from './topic-page.js'

/** `explain` adds prose to pages of modules and to those about the repository as a whole or about what somebody asked for. */
export function writePlannedPage(plan: WikiPlan, planned: PlannedPage, explain?: ExplainPage): WikiPage {
  if (planned.kind === 'reference') return writeReferencePage(plan, planned)
  if (planned.kind === 'asked') return writeAskedPage(plan, planned, explain)
  if (planned.kind === 'topic') return writeTopicPage(plan, planned, explain)
  return planned.kind === 'overview' ? writeOverviewPage(plan, planned, explain) : writeModulePage(plan, planned, explain)
}
