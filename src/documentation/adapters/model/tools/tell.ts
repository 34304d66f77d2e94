import type { Component } from '../../../../analysis/code-map.js'
import { outermost } from '../../../plan/code-index.js'
import { componentHead } from '../facts-sheet.js'
import { oneLine, said } from '../one-line.js'
import type { ToolContext } from './tool.js'

/** A component with the id by which it may be cited. */
export function tellComponent(component: Component, context: ToolContext): string {
  const { plan, citables } = context
  const owner = plan.graph.moduleOfFile.get(component.path)
  const where = ` in ${oneLine(component.path, 200)}${owner === undefined || owner === context.slug ? '' : `, module [[${owner}]]`}`
  const lines = [componentHead(citables.idOf(component), component, where), ...said('  signature', component.signature, 300), ...said('  comment', component.doc, 300)]
  return lines.join('\n')
}

/** The smallest component around a line, or its outermost where that is very small. */
export function componentAt(path: string, line: number, { plan }: ToolContext): Component | undefined {
  const within = (component: Component) => component.startLine <= line && line <= component.endLine
  let found = (plan.index.topLevel.get(path) ?? []).find(within)
  for (let inner = found; inner !== undefined; inner = (plan.index.members.get(inner.id) ?? []).find(within)) found = inner
  return found?.kind === 'field' ? outermost(plan.index, found) : found
}
