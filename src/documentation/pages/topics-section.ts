import { escapeText } from '../markdown/escape.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import type { PageContext } from './page-context.js'

/** The way from the overview to the pages that are about no single module. */
export function writeTopics({ plan, page }: PageContext): void {
  const topics = plan.pages.filter((one) => one.kind === 'topic')
  if (topics.length === 0) return
  page.heading(2, sectionHeadings.topics)
  page.list(topics.map(({ slug, title }) => `[${escapeText(title)}](${slug}.md)`))
}
