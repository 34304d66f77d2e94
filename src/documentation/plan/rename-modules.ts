import type { ModuleName } from '../module-names.js'
import type { PlannedPage, PlannedReference, WikiPlan } from '../wiki-plan.js'
import type { WikiTreeNode } from '../wiki.js'

/** The plan with these titles and purposes; what somebody wrote in the code itself of a module's purpose stands. Pure. */
export function renameModules(plan: WikiPlan, names: readonly ModuleName[]): WikiPlan {
  if (names.length === 0) return plan
  const given = new Map(names.map((name) => [name.slug, name]))
  const short = new Map(plan.modulePages.map(({ slug, module, kind, title }) => [slug, kind === 'overview' ? title : (given.get(slug)?.title ?? module.name)]))
  const uses = new Map<string, number>()
  for (const title of short.values()) uses.set(title, (uses.get(title) ?? 0) + 1)
  const titles = new Map(
    plan.modulePages.map(({ slug, parent, kind }): [string, string] => {
      const title = short.get(slug) ?? slug
      const above = parent === undefined || parent === plan.tree.slug ? undefined : short.get(parent)
      return [slug, kind === 'overview' || uses.get(title) === 1 || above === undefined ? title : `${title} (${above})`]
    }),
  )
  const titled = <Page extends PlannedPage>(page: Page): Page => ({ ...page, title: titles.get(page.slug) ?? (page.kind === 'reference' ? titleBeside(page, plan, titles) : page.title) })
  const renamed = (node: WikiTreeNode): WikiTreeNode => ({ ...node, title: short.get(node.slug) ?? node.title, children: node.children.map(renamed) })
  const purposes = [...plan.purposes].map(([slug, purpose]): [string, typeof purpose] => {
    const told = given.get(slug)?.purpose
    return [slug, told === undefined || purpose.source !== undefined ? purpose : { markdown: told, source: undefined }]
  })
  return { ...plan, names, titles, tree: renamed(plan.tree), pages: plan.pages.map(titled), modulePages: plan.modulePages.map(titled), purposes: new Map(purposes) }
}

/** `Queue API, classes` beside a module that is called `Letter storage` now. */
function titleBeside({ title, parent }: PlannedReference, plan: WikiPlan, titles: ReadonlyMap<string, string>): string {
  const [before, after] = [plan.titles.get(parent), titles.get(parent)]
  return before === undefined || after === undefined || !title.startsWith(before) ? title : after + title.slice(before.length)
}
