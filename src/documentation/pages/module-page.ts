import type { PlannedModule, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
import { writeComponents } from './components-section.js'
import { writeFiles, writeLibraries, writeTests } from './evidence-sections.js'
import { writeKeyFlow } from './key-flow-section.js'
import { writeLead } from './module-lead.js'
import { closePage, openPage, type WriteSection } from './page-context.js'
import { writePlace } from './place-section.js'
import { writeSubmodules } from './submodules-section.js'
import { writeTypes } from './types-section.js'

/** One sentence first, then a picture, then tables, then details; a section without facts is left out. */
export function writeModulePage(plan: WikiPlan, planned: PlannedModule, explain?: WriteSection): WikiPage {
  const context = openPage(plan, planned)
  writeLead(context)
  explain?.(context)
  writePlace(context)
  writeSubmodules(context)
  writeTypes(context)
  writeComponents(context)
  writeKeyFlow(context)
  writeLibraries(context)
  writeTests(context)
  writeFiles(context)
  return closePage(context)
}
