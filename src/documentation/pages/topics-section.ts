import { escapeText } from '../markdown/escape.js'
import { listOf } from '../prose.js'
import type { PageContext } from './page-context.js'

/** The way from the overview to the pages that are about no single module. */
export function writeTopics({ plan, page }: PageContext): void {
  const topics = [...plan.pages.filter((one) => one.kind === 'topic' || one.kind === 'asked'), plan.quality]
  page.paragraph(`Across the code: ${listOf(topics.map(({ slug, title }) => `[${escapeText(title)}](${slug}.md)`))}.`)
}
