import type { TieEnd } from './code-ties.js'
import type { DiagramEdge, DiagramNode, ProseDiagram } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'
import { textViolations } from './text-violations.js'
import { unknownName } from './unknown-name.js'

/** A sequence of participants and messages, a flow of nodes and edges. More is not read in one look. */
const limits = { flow: { nodes: 12, edges: 18 }, sequence: { nodes: 6, edges: 12 } } as const

/** Undefined: nothing that could be drawn. */
export interface ReadDiagram {
  readonly diagram: ProseDiagram | undefined
  readonly violations: readonly string[]
}

/** Reads `{kind, nodes, edges: [{from, to, label}]}`. What it gives can be drawn, whatever was written. */
export function readDiagram(text: string, scope: ProseScope): ReadDiagram {
  const given = parse(text)
  if (given === undefined) return { diagram: undefined, violations: ['The diagram is not JSON of the form {"kind":"flow"|"sequence","nodes":["S1","module-id"],"edges":[{"from":"S1","to":"S2","label":"…"}]}.'] }
  const { kind } = given
  const { nodes: maxNodes, edges: maxEdges } = limits[kind]
  const violations: string[] = []
  const nodes = new Map<string, DiagramNode>()
  for (const id of given.nodes) {
    const end = endOf(id, scope)
    if (end === undefined) violations.push(`The node ${id.slice(0, 60)} of the diagram is no component or module of the lists.`)
    else if (nodes.size < maxNodes) nodes.set(id, { id, end })
  }
  if (given.nodes.length > maxNodes) violations.push(`The diagram has ${given.nodes.length} nodes; ${maxNodes} at most.`)
  if (given.edges.length > maxEdges) violations.push(`The diagram has ${given.edges.length} edges; ${maxEdges} at most.`)
  const edges: DiagramEdge[] = []
  for (const edge of given.edges.slice(0, maxEdges)) {
    const [from, to] = [nodes.get(edge.from)?.end, nodes.get(edge.to)?.end]
    if (from === undefined || to === undefined) violations.push(`The edge from ${edge.from.slice(0, 60)} to ${edge.to.slice(0, 60)} does not join two nodes of the diagram.`)
    else readEdge({ kind, edge, from, to }, scope, edges, violations)
  }
  const dropped = given.edges.length - edges.length
  if (!edges.some(({ isFound }) => isFound)) return { diagram: undefined, violations: [...violations, 'No edge of the diagram is found in the code; leave it out or draw what the code has.'] }
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]))
  return { diagram: { kind, nodes: [...nodes.values()].filter(({ id }) => used.has(id)), edges, dropped }, violations }
}

interface GivenEdge {
  readonly kind: ProseDiagram['kind']
  readonly edge: { readonly from: string; readonly to: string; readonly label: string | undefined }
  readonly from: TieEnd
  readonly to: TieEnd
}

function readEdge({ kind, edge, from, to }: GivenEdge, scope: ProseScope, edges: DiagramEdge[], violations: string[]): void {
  const tie = scope.tie(from, to)
  const label = edge.label !== undefined && isHarmless(edge.label, scope) ? edge.label : undefined
  const name = `${edge.from} to ${edge.to}`
  if (kind === 'sequence') {
    if (tie === 'calls') edges.push({ ...edge, label, isFound: true })
    else violations.push(`The message from ${name} is no call in the code.`)
  } else if (edge.from === edge.to) violations.push(`The edge from ${name} leads back to itself.`)
  else if (tie === undefined && scope.tie(to, from) !== undefined) violations.push(`The edge from ${name} is the other way round in the code.`)
  else if (!edges.some((one) => one.from === edge.from && one.to === edge.to)) edges.push({ ...edge, label, isFound: tie !== undefined })
}

/** Words on an arrow make no link, and name nothing that does not exist. */
function isHarmless(label: string, scope: ProseScope): boolean {
  const names = label.match(/[\p{L}_$][\p{L}\p{N}_$.]*(?:\(\))?/gu) ?? []
  return textViolations(label, scope).length === 0 && names.every((name) => !/.[\p{Lu}\d_.(]/u.test(name.slice(0, -1)) || unknownName(name, scope) === undefined)
}

function endOf(id: string, { components, modules }: ProseScope): TieEnd | undefined {
  const component = components.get(id)
  if (component !== undefined) return { component }
  return modules.has(id) ? { slug: id } : undefined
}

/** Ids without the brackets they have in prose. */
const plainId = (value: unknown): string | undefined => (typeof value === 'string' ? value.replace(/^\s*\[{1,2}|\]{1,2}\s*$/g, '').trim() : undefined)

interface Given {
  readonly kind: ProseDiagram['kind']
  readonly nodes: readonly string[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string | undefined }[]
}

function parse(text: string): Given | undefined {
  const value = fromJson(text)
  const [kind, nodes, edges] = [value?.['kind'], value?.['nodes'], value?.['edges']]
  if ((kind !== 'flow' && kind !== 'sequence') || !Array.isArray(nodes) || !Array.isArray(edges)) return undefined
  return {
    kind,
    nodes: [...new Set(nodes.map((node: unknown) => plainId(node) ?? '?'))],
    edges: edges.map((edge: unknown) => {
      const { from, to, label } = isRecord(edge) ? edge : {}
      return { from: plainId(from) ?? '?', to: plainId(to) ?? '?', label: typeof label === 'string' && label.trim() !== '' ? label : undefined }
    }),
  }
}

function fromJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
