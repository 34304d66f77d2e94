import { diffArrays } from 'diff'
import type { Hunk } from './wiki-comparison.js'

/** Lines around a change. */
const around = 2
/** Pages that have less in common are shown as gone and new, rather than searched for long. */
const mostEdits = 1_500

/** A page's lines as they are shown, and as they are compared. */
export interface ComparedText {
  readonly shown: readonly string[]
  readonly compared: readonly string[]
}

type Line = Hunk['lines'][number]

export function compareLines(before: ComparedText, after: ComparedText): Hunk[] {
  const lines = linesOf(before, after)
  const changed = lines.flatMap(({ mark }, at) => (mark === ' ' ? [] : [at]))
  const isNear = new Set(changed.flatMap((at) => Array.from({ length: 2 * around + 1 }, (_, step) => at - around + step)))
  const hunks: { fromLine: number; toLine: number; lines: Line[] }[] = []
  let [fromLine, toLine] = [1, 1]
  let open = false
  lines.forEach((line, at) => {
    if (isNear.has(at)) {
      if (!open) hunks.push({ fromLine, toLine, lines: [] })
      hunks.at(-1)?.lines.push(line)
    }
    open = isNear.has(at)
    if (line.mark !== '+') fromLine += 1
    if (line.mark !== '-') toLine += 1
  })
  return hunks
}

function linesOf(before: ComparedText, after: ComparedText): Line[] {
  const changes = diffArrays([...before.compared], [...after.compared], { maxEditLength: mostEdits })
  if (changes === undefined) return [...before.shown.map((text) => ({ mark: '-' as const, text })), ...after.shown.map((text) => ({ mark: '+' as const, text }))]
  let [old, now] = [0, 0]
  return changes.flatMap(({ added, removed, count }) => {
    const mark = added ? '+' : removed ? '-' : ' '
    const texts = removed ? before.shown.slice(old, old + count) : after.shown.slice(now, now + count)
    if (!added) old += count
    if (!removed) now += count
    return texts.map((text): Line => ({ mark, text }))
  })
}
