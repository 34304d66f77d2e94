import { claimViolations } from './claim-violations.js'
import type { ProsePart, Sentence } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'
import { textViolations } from './text-violations.js'
import { unknownName } from './unknown-name.js'

/** Stand in for code, citations and module links while the text is split into sentences. */
const [codeMark, citeMark, moduleMark] = ['\ue000', '\ue001', '\ue002']

/** `[S1]`, `[S1, S2]`, `[S1:L3-9]`, `[S1:L3-L9, S2]`, or what looks like it. */
const token = /(`+)((?:(?!\1)[^])+?)\1(?!`)|\[\[([^[\]]{1,200})\]\]|\[\s*([A-Z]\d{1,6}(?::[^[\],;]{0,40})?(?:\s*[,;]\s*[A-Z]\d{1,6}(?::[^[\],;]{0,40})?)*)\s*\](?!\()/g

/** After a full stop and the citations that follow it, where something begins that can begin a sentence. */
const sentenceEnd = /(?<=[.!?]["'”’)]?(?:\s*\ue001)*)(?<!\b(?:e\.g|i\.e|etc|vs|cf)\.)\s+(?=["'“(]?[\p{Lu}\p{N}\ue000\ue002])/u

/** What a match of `token` holds, one of them. */
interface Token {
  readonly code?: string | undefined
  readonly slug?: string | undefined
  readonly ids?: string | undefined
}

export function readSentences(text: string, scope: ProseScope): readonly Sentence[] {
  const tokens: Token[] = []
  const marked = text.replace(/[\ue000-\ue002]/g, '').replace(token, (_all, _ticks, code?: string, slug?: string, ids?: string) => {
    tokens.push({ code, slug, ids })
    return code !== undefined ? codeMark : slug !== undefined ? moduleMark : citeMark
  })
  return marked.split(sentenceEnd).map((sentence) => readSentence(sentence, tokens, scope))
}

/** Takes its own tokens off the front of the queue. */
function readSentence(marked: string, tokens: Token[], scope: ProseScope): Sentence {
  const parts: ProsePart[] = []
  const violations: string[] = []
  for (const piece of marked.split(/([\ue000-\ue002])/)) {
    if (piece === '') continue
    if (piece !== codeMark && piece !== citeMark && piece !== moduleMark) {
      parts.push({ kind: 'text', text: piece.replaceAll('**', '') })
      violations.push(...textViolations(piece, scope))
      continue
    }
    const { code, slug, ids } = tokens.shift() ?? {}
    if (code !== undefined) readCode(code, scope, parts, violations)
    else if (slug !== undefined) readModule(slug.trim(), scope, parts, violations)
    else for (const id of (ids ?? '').split(/\s*[,;]\s*/)) readCitation(id, scope, parts, violations)
  }
  if (violations.length === 0) violations.push(...claimViolations(parts, scope))
  return { parts, violations }
}

function readCode(code: string, scope: ProseScope, parts: ProsePart[], violations: string[]): void {
  parts.push({ kind: 'code', text: code })
  const unknown = unknownName(code, scope)
  if (unknown !== undefined) violations.push(`\`${unknown.slice(0, 80)}\` does not exist in this repository.`)
}

function readModule(slug: string, { modules }: ProseScope, parts: ProsePart[], violations: string[]): void {
  if (modules.has(slug)) parts.push({ kind: 'module', slug })
  else violations.push(`[[${slug}]] is no module of the list.`)
}

/** Lines count from the component's first, so that they still hold when the code has moved. */
function readCitation(text: string, { components }: ProseScope, parts: ProsePart[], violations: string[]): void {
  const [, id = '', lines] = /^([A-Z]\d+)(?::(.*))?$/.exec(text) ?? []
  const component = components.get(id)
  if (component === undefined) return void violations.push(`[${id}] is no component of the list.`)
  if (lines === undefined) return void parts.push({ kind: 'cite', component })
  const [, from, to] = /^\s*L(\d{1,6})(?:\s*[-–]\s*L?(\d{1,6}))?\s*$/.exec(lines) ?? []
  const [first, last] = [Number(from), Number(to ?? from)]
  const size = component.endLine - component.startLine + 1
  if (first >= 1 && first <= last && last <= size) {
    const start = component.startLine - 1
    return void parts.push({ kind: 'cite', component, lines: { startLine: start + first, endLine: start + last } })
  }
  violations.push(`[${text}] names no lines of ${id}: it has ${size}, counted from its own first as L1; write [${id}:L1-${size}] or [${id}].`)
}
