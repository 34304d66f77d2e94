import { allCrossCuttingPages } from '../cross-cutting/all-pages.js'
import { escapeText } from '../markdown/escape.js'
import type { WikiPage } from '../wiki.js'
import type { PlannedTopic, WikiPlan } from '../wiki-plan.js'
import { closePage, openPage, type ExplainPage } from './page-context.js'

export function writeTopicPage(plan: WikiPlan, planned: PlannedTopic, explain?: ExplainPage): WikiPage {
  const context = openPage(plan, planned)
  context.page.heading(1, escapeText(planned.title))
  explain?.(context)
  const sections = allCrossCuttingPages.find(({ address }) => address === planned.address)?.sections(plan) ?? []
  for (const write of sections) write(context)
  return closePage(context)
}
