import type { ModuleNode } from '../../analysis/code-map.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { filesBelow } from '../plan/module-graph.js'
import { figure, listOf } from '../prose.js'
import { componentLink, moduleLink, type PageContext } from './page-context.js'

export function writeSubmodules(context: PageContext): void {
  const { planned, page } = context
  if (planned.module.children.length === 0) return
  page.heading(2, sectionHeadings.submodules)
  writeModuleTable(context, planned.module.children)
}

/** Link, responsibility, key components, parts and size, one row per module. */
export function writeModuleTable(context: PageContext, modules: readonly ModuleNode[]): void {
  const { plan, page } = context
  page.table(
    ['Module', 'Responsibility', 'Key components', 'Parts', 'Files'],
    modules.map((module) => [
      moduleLink(context, module.id),
      plan.purposes.get(module.id)?.markdown ?? '',
      keyComponents(context, module),
      listOf(
        module.children.slice(0, 5).map((child) => moduleLink(context, child.id)),
        module.children.length,
      ),
      figure(filesBelow(module).length),
    ]),
  )
}

/** The three most telling of the module and everything below it. */
export function keyComponents(context: PageContext, module: ModuleNode): string {
  const ids = new Set(idsBelow(module))
  const ranked = context.plan.modulePages.filter((page) => ids.has(page.slug)).flatMap((page) => page.components.slice(0, 8))
  const best = ranked
    .filter(({ component }) => component.visibility === 'public' || ranked.every((one) => one.component.visibility !== 'public'))
    .sort((a, b) => b.score - a.score)
  // A constant stands for a module only where there is nothing else.
  const told = best.filter(({ component }) => component.kind !== 'constant' && component.kind !== 'macro')
  const names = new Map((told.length > 0 ? told : best).map(({ component }) => [component.name, component]))
  return [...names.values()]
    .slice(0, 3)
    .map((component) => componentLink(context, component))
    .join(', ')
}

function idsBelow(module: ModuleNode): readonly string[] {
  return [module.id, ...module.children.flatMap(idsBelow)]
}
