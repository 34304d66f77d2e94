import type { Component } from '../../../analysis/code-map.js'

export type ProsePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'cite'; readonly component: Component }
  | { readonly kind: 'module'; readonly slug: string }

export interface Sentence {
  readonly parts: readonly ProsePart[]
  /** Each one sentence for the model; empty = may be published. */
  readonly violations: readonly string[]
}

/** What the model was told of, and so may name. */
export interface ProseScope {
  /** By id: `S1`. */
  readonly components: ReadonlyMap<string, Component>
  readonly modules: ReadonlySet<string>
}

/** Stand in for code, citations and module links while the text is split into sentences. */
const [codeMark, citeMark, moduleMark] = ['\ue000', '\ue001', '\ue002']

const token = /(`+)((?:(?!\1)[^])+?)\1(?!`)|\[\[([^[\]]{1,200})\]\]|\[\s*([A-Z]\d{1,6}(?:\s*[,;]\s*[A-Z]\d{1,6})*(?::[^[\]]{0,40})?)\s*\](?!\()/g

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
      violations.push(...textViolations(piece))
      continue
    }
    const { code, slug, ids } = tokens.shift() ?? {}
    if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (slug !== undefined) readModule(slug.trim(), scope, parts, violations)
    else for (const id of (ids ?? '').split(/\s*[,;]\s*/)) readCitation(id, scope, parts, violations)
  }
  return { parts, violations }
}

function readModule(slug: string, { modules }: ProseScope, parts: ProsePart[], violations: string[]): void {
  if (modules.has(slug)) parts.push({ kind: 'module', slug })
  else violations.push(`[[${slug}]] is no module of the list.`)
}

function readCitation(id: string, { components }: ProseScope, parts: ProsePart[], violations: string[]): void {
  const component = components.get(id)
  if (component !== undefined) parts.push({ kind: 'cite', component })
  else violations.push(`[${id}] is no component of the list.`)
}

const html = /<(?:!--|\/?(?:a|abbr|b|big|br|button|center|code|dd|del|details|div|dl|dt|em|embed|font|form|h[1-6]|hr|i|iframe|img|input|ins|kbd|li|link|mark|meta|object|ol|p|pre|q|s|script|small|span|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)\b|\/?\w[\w-]*\s+\w[\w-]*\s*=)/i
const link = /\]\s*\(|\]\s*\[|!\[|\[\[|\b[a-z][a-z0-9+.-]{1,20}:\/\/|\bjavascript:|\bwww\.|<[^\s<>]+@[^\s<>]+>/i

function textViolations(text: string): string[] {
  const quoted = `"${text.trim().slice(0, 80)}"`
  return [
    ...(html.test(text) ? [`There is HTML in ${quoted}; write names as code, in backticks.`] : []),
    ...(link.test(text) ? [`There is a link or address in ${quoted}; only [S…] and [[module-id]] are allowed.`] : []),
  ]
}
