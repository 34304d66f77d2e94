import type { Component, LineRange, Sourced } from '../../analysis/code-map.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { PageBuilder, type CiteTarget } from '../markdown/page-builder.js'
import { writtenKind, type PlannedAsked, type PlannedModule, type PlannedPage, type PlannedQuality, type PlannedTopic, type WikiPlan } from '../wiki-plan.js'
import { redactSecrets } from '../redact-secrets.js'
import type { Usage } from '../plan/usage.js'
import type { WikiPage } from '../wiki.js'

/** What every section of a page gets; most are sections of a module's page. */
export interface PageContext<Planned extends PlannedPage | PlannedQuality = PlannedModule> {
  readonly plan: WikiPlan
  readonly planned: Planned
  readonly page: PageBuilder
}

/** Writes one section of a page, or nothing. */
export type WriteSection<Planned extends PlannedPage = PlannedModule> = (context: PageContext<Planned>) => void

/** Adds a section of prose to a page that can have one. */
export type ProseContext = PageContext<PlannedModule | PlannedTopic | PlannedAsked>
export type ExplainPage = (context: ProseContext) => void

type AnyContext = PageContext<PlannedPage | PlannedQuality>

export function openPage<Planned extends PlannedPage | PlannedQuality>(plan: WikiPlan, planned: Planned): PageContext<Planned> {
  return { plan, planned, page: new PageBuilder(plan.index.files) }
}

export function closePage({ planned, page }: AnyContext): WikiPage {
  const { slug, title, kind, parent } = planned
  return { slug, title, kind: writtenKind(kind), parent, markdown: redactSecrets(page.markdown()), citations: page.citations(), origin: 'analysis' }
}

/** A module's page by its name; the module itself is bold. */
export function moduleLink({ plan, planned }: AnyContext, slug: string): string {
  const label = escapeText(moduleTitle(plan, slug)).trim() || slug
  return slug === planned.slug ? `**${label}**` : `[${label}](${slug}.md)`
}

/** For diagrams and links alike: the root is called by the wiki's title. */
export function moduleTitle(plan: WikiPlan, slug: string): string {
  return slug === plan.tree.slug ? `${plan.title} (root)` : (plan.titles.get(slug) ?? slug)
}

/** To the component's own heading when it has one, else to its lines. */
export function componentLink({ plan, page }: AnyContext, component: Component, label = component.name): string {
  const anchor = plan.anchors.get(component.id)
  const code = inlineCode(label) || inlineCode(component.id)
  return anchor === undefined ? page.link(code, rangeOf(component)) : `[${code}](${anchor.slug}.md#${anchor.anchor})`
}

/** A component, or a file where code stands outside any definition. */
export function usageLink(context: AnyContext, usage: Usage): string {
  if (usage.component !== undefined) return componentLink(context, usage.component)
  return context.page.link(inlineCode(usage.path.split('/').at(-1) ?? usage.path), {
    path: usage.path,
    startLine: usage.line,
    endLine: usage.line,
  })
}

export function rangeOf(component: Component): CiteTarget {
  return { path: component.path, startLine: component.startLine, endLine: component.endLine, symbol: component.qualifiedName === '' ? undefined : component.qualifiedName }
}

export function citeComponent({ page }: AnyContext, component: Component): string {
  return page.cite(rangeOf(component))
}

export function citeFact({ page }: AnyContext, fact: Sourced<unknown> | (LineRange & { readonly path: string })): string {
  return page.cite({ path: fact.path, startLine: fact.startLine, endLine: fact.endLine })
}
