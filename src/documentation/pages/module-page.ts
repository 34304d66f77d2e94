import type { PlannedModule, WikiPlan } from '../wiki-plan.js'
import type { WikiPage } from '../wiki.js'
import { sectionsInOrder, type NamedSection } from '../plan/page-order.js'
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
  const sections: NamedSection[] = [
    ...(explain === undefined ? [] : [['explanation', explain] as const]),
    ['place', writePlace],
    ['submodules', writeSubmodules],
    ['types', writeTypes],
    ['components', writeComponents],
    ['flow', writeKeyFlow],
    ['libraries', writeLibraries],
    ['tests', writeTests],
    ['files', writeFiles],
  ]
  for (const [, write] of sectionsInOrder(plan, 'module', sections)) write(context)
  return closePage(context)
}
