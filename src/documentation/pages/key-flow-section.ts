import type { Component } from '../../analysis/code-map.js'
import { writtenName } from '../../analysis/written-name.js'
import { isDeprecated } from '../doc-comments/first-sentence.js'
import { inlineCode } from '../markdown/escape.js'
import { writeSequenceDiagram } from '../mermaid/sequence-diagram.js'
import { withMembers } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { findKeyFlow, participantOf, type FlowStep } from '../plan/key-flow.js'
import { componentLink, rangeOf, type PageContext } from './page-context.js'

/** A sequence diagram of the calls that connect this module's code best, with a citation for every arrow. */
export function writeKeyFlow(context: PageContext): void {
  const { plan, planned, page } = context
  const starts = planned.components
    .slice(0, 60)
    .flatMap(({ component }) => withMembers(plan.index, component))
    .filter((component) => isCallable(component) && !isDeprecated(component.doc))
  const flow = findKeyFlow(plan.index, starts)
  if (flow === undefined) return
  page.heading(2, sectionHeadings.flow)
  page.paragraph(
    `What happens below ${page.link(inlineCode(writtenName(flow.start)), rangeOf(flow.start))}. Read from the code without running it: calls in source order, branches and loops not shown.`,
  )
  page.diagram(
    writeSequenceDiagram({
      participants: flow.participants.map((key) => ({ key, name: plan.index.components.get(key)?.name ?? key.split('/').at(-1) ?? key })),
      messages: flow.steps.map((step) => ({
        from: participantOf(plan.index, step.from),
        to: participantOf(plan.index, step.to),
        text: `${step.kind === 'new' ? 'new ' : ''}${step.to.name}()`,
      })),
    }),
  )
  page.list(
    flow.steps.map((step) => describeStep(context, step)),
    'numbers',
  )
}

function isCallable(component: Component): boolean {
  return component.kind === 'function' || component.kind === 'method'
}

function describeStep(context: PageContext, { from, to, kind, line }: FlowStep): string {
  const verb = kind === 'new' ? 'creates' : 'calls'
  return `${inlineCode(writtenName(from))} ${verb} ${componentLink(context, to, writtenName(to))} (${context.page.cite({ path: from.path, startLine: line, endLine: line })})`
}
