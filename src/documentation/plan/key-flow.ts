import type { Component, Reference } from '../../analysis/code-map.js'
import { compareText } from '../prose.js'
import { outermost, type CodeIndex } from './code-index.js'
import { remember } from './remember.js'

export interface FlowStep {
  readonly from: Component
  readonly to: Component
  readonly kind: Reference['kind']
  /** Where the call stands, in the file of `from`. */
  readonly line: number
}

export interface KeyFlow {
  readonly start: Component
  readonly steps: readonly FlowStep[]
  /** In order of appearance. */
  readonly participants: readonly string[]
}

/** A picture with more is no longer read. */
const limits = { depth: 3, steps: 12, participants: 6, callers: 25, starts: 40 } as const
/** Of the steps, so many are kept for what the same caller still does next: else the first call below the start would be told to its end, and nothing after it. */
const keptForNext = 5

/**
 * The calls below the start that crosses the most borders between types and files: calls in source order, branches not shown, what
 * everybody calls (loggers, asserts) left out. Undefined when nothing here crosses enough to tell a story.
 */
export function findKeyFlow(index: CodeIndex, starts: readonly Component[]): KeyFlow | undefined {
  const candidates = starts
    .map((start) => ({ start, calls: (index.outgoing.get(start.id) ?? []).filter(isCall).length }))
    .sort((a, b) => b.calls - a.calls || compareText(a.start.id, b.start.id))
    .slice(0, limits.starts)
  const crossings = (flow: KeyFlow) => flow.steps.filter((step) => participantOf(index, step.from) !== participantOf(index, step.to)).length
  const flows = candidates.map(({ start }) => trace(index, start)).filter((flow) => flow.participants.length >= 3 && crossings(flow) >= 4)
  const own = new Set(starts.map((start) => start.path))
  const worth = (flow: KeyFlow) =>
    flow.participants.length * 3 + crossings(flow) + (own.has(flow.start.path) && flow.start.doc !== undefined ? 2 : 0)
  // How something is put together says less than what it then does, as long as that can be told.
  const makers = (flow: KeyFlow) => Number(isMaker(index, flow.start))
  return flows.sort((a, b) => makers(a) - makers(b) || worth(b) - worth(a) || compareText(a.start.id, b.start.id))[0]
}

function isMaker(index: CodeIndex, { name, parent }: Component): boolean {
  return /^(?:__init__|__new__|constructor|initialize|__construct|init|new)$/.test(name) || (parent !== undefined && index.components.get(parent)?.name === name)
}

/** Who speaks in the diagram: the type around a method, or the file of a free function. */
export function participantOf(index: CodeIndex, component: Component): string {
  const top = outermost(index, component)
  return top.kind === 'function' || top.kind === 'constant' || top.kind === 'macro' ? top.path : top.id
}

function isCall(reference: Reference): boolean {
  return reference.kind === 'call' || reference.kind === 'new'
}

function trace(index: CodeIndex, start: Component): KeyFlow {
  const steps: FlowStep[] = []
  const participants = [participantOf(index, start)]
  const visited = new Set([start.id])
  const follow = (component: Component, depth: number, most: number) => {
    const calls = (index.outgoing.get(component.id) ?? [])
      .filter(isCall)
      .flatMap((reference) => reference.lines.slice(0, 1).map((line) => ({ reference, line })))
    const inOrder = calls.sort((a, b) => a.line - b.line || compareText(a.reference.to, b.reference.to))
    for (const [at, { reference, line }] of inOrder.entries()) {
      const target = index.components.get(reference.to)
      if (target === undefined || steps.length >= most || visited.has(target.id) || callers(index, target) > limits.callers)
        continue
      const participant = participantOf(index, target)
      if (!participants.includes(participant)) {
        if (participants.length >= limits.participants) continue
        participants.push(participant)
      }
      visited.add(target.id)
      const before = steps.length
      steps.push({ from: component, to: target, kind: reference.kind, line })
      if (depth < limits.depth) follow(target, depth + 1, most - Math.min(keptForNext, inOrder.length - at - 1))
      // A call that stays with the same participant is told where it leads on to another.
      if (participant === participantOf(index, component) && steps.length === before + 1) steps.pop()
    }
  }
  follow(start, 1, limits.steps)
  return {
    start,
    steps,
    participants: participants.filter((one) =>
      steps.some((step) => participantOf(index, step.from) === one || participantOf(index, step.to) === one),
    ),
  }
}

const callers = remember((index: CodeIndex, component: Component): number => new Set((index.incoming.get(component.id) ?? []).map(({ from }) => from)).size)
