import type { PlannedModule, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
import { sectionsInOrder, type NamedSection } from '../plan/page-order.js'
import { writeArchitecture } from './architecture-section.js'
import { writeComponents } from './components-section.js'
import { writeFiles } from './evidence-sections.js'
import { writeEntryPoints, writeMostUsed, writeStartHere } from './guide-sections.js'
import { writeKeyFlow } from './key-flow-section.js'
import { writeGlance, writeOverviewLead } from './overview-lead.js'
import { writeExample, writeOffers } from './offers-section.js'
import { closePage, openPage, type WriteSection } from './page-context.js'
import { writeCommands, writeDependencies } from './project-sections.js'
import { writeTopics } from './topics-section.js'
import { writeTypes } from './types-section.js'

/** What it is, how it is built, where to start; then whatever code stands outside every module. */
export function writeOverviewPage(plan: WikiPlan, planned: PlannedModule, explain?: WriteSection): WikiPage {
  const context = openPage(plan, planned)
  writeOverviewLead(context)
  writeGlance(context)
  writeTopics(context)
  const isWhole = planned.module.children.length === 0
  const sections: NamedSection[] = [
    ['example', writeExample],
    ...(explain === undefined ? [] : [['explanation', explain] as const]),
    ['architecture', writeArchitecture],
    ['startHere', writeStartHere],
    ['offers', writeOffers],
    ['run', writeCommands],
    ['entryPoints', writeEntryPoints],
    ['mostUsed', writeMostUsed],
    ['dependencies', writeDependencies],
    ...(isWhole ? ([['types', writeTypes], ['flow', writeKeyFlow]] as const) : []),
    ['components', writeComponents],
    ['files', writeFiles],
  ]
  for (const [, write] of sectionsInOrder(plan, 'overview', sections)) write(context)
  return closePage(context)
}
