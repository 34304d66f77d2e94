import { writeFlowchart } from '../../mermaid/flowchart.js'
import { writeSequenceDiagram } from '../../mermaid/sequence-diagram.js'
import { componentLink, moduleLink, moduleTitle, type ProseContext } from '../../pages/page-context.js'
import { listOf } from '../../prose.js'
import type { DiagramNode, ProseDiagram } from './prose-blocks.js'

/** Drawn by our own writers, so it is valid whatever the model wrote; below it what its boxes are, as links. */
export function writeDiagram(context: ProseContext, { kind, nodes, edges }: ProseDiagram): void {
  const { page } = context
  if (kind === 'sequence') {
    page.diagram(
      writeSequenceDiagram({
        participants: nodes.map((node) => ({ key: node.id, name: nameOf(context, node) })),
        messages: edges.map(({ from, to, label }) => ({ from, to, text: label ?? 'calls' })),
      }),
    )
  } else {
    page.diagram(
      writeFlowchart({
        direction: 'TB',
        nodes: nodes.map((node) => ({ key: node.id, label: nameOf(context, node) })),
        edges: edges.map(({ from, to, label, isFound }) => ({ from, to, count: 1, label: isFound ? (label ?? '') : notFound, isDashed: !isFound })),
      }),
    )
  }
  const links = nodes.map(({ end }) => ('component' in end ? componentLink(context, end.component, end.component.qualifiedName) : moduleLink(context, end.slug)))
  const arrows = kind === 'sequence' ? 'Each message is a call that the code has; their order is told by the model' : 'Each arrow that is not dashed is a reference or import that the code has'
  page.paragraph(`Shown: ${listOf(links)}. ${arrows}.`)
}

const notFound = 'described, not found in code'

function nameOf({ plan }: ProseContext, { end }: DiagramNode): string {
  return 'component' in end ? end.component.qualifiedName : moduleTitle(plan, end.slug)
}
