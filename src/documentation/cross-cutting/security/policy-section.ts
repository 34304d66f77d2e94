import { escapeText, inlineCode } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { listOf, shorten } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import { factsOfKind } from '../facts-of-kind.js'
import { citeLine } from '../outside-places.js'

const maxParagraph = 400

/** How to report, in the words of the policy. */
export function writePolicy(context: PageContext<PlannedTopic>): void {
  const { page, plan } = context
  const policies = factsOfKind(plan.code, 'policy')
  if (policies.length === 0) return
  page.heading(2, 'Security policy')
  for (const { path, facts } of policies.slice(0, 2)) {
    const contacts = facts.contacts.map(({ text, line }) => `${inlineCode(text)} (${citeLine(context, path, line)})`)
    page.paragraph(`${page.linkFile(path)} says how to report.${contacts.length === 0 ? '' : ` It names ${listOf(contacts)}.`}`)
    for (const { text, line } of facts.said.slice(0, 2)) page.quote(`${escapeText(shorten(text, maxParagraph))} (${citeLine(context, path, line)})`)
  }
}
