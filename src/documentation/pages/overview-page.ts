import type { PlannedModule, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
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
  writeExample(context)
  explain?.(context)
  writeArchitecture(context)
  writeStartHere(context)
  writeOffers(context)
  writeCommands(context)
  writeEntryPoints(context)
  writeMostUsed(context)
  writeDependencies(context)
  if (planned.module.children.length === 0) {
    writeTypes(context)
    writeKeyFlow(context)
  }
  writeComponents(context)
  writeFiles(context)
  return closePage(context)
}
