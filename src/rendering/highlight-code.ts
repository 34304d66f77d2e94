import {
  bundledLanguages,
  bundledLanguagesAlias,
  createCssVariablesTheme,
  createHighlighter,
  type BundledLanguage,
  type Highlighter,
} from 'shiki'
import { escapeHtml } from './escape-html.js'

/** Colours are classes (`hl-keyword`), so that a strict style policy holds and both themes share one HTML. */
const theme = createCssVariablesTheme({ name: 'codewiki', variablePrefix: '--hl-', fontStyle: false })
/** Above this a file is shown without colours: highlighting takes about 1 s per MB. */
const maxLength = 300_000
const maxLineLength = 2_000
/** Per line. A clock decides nothing about a page as long as the machine is merely busy: what takes longer is hostile. */
const lineTimeMs = 10_000

let highlighter: Promise<Highlighter> | undefined
const loaded = new Map<string, Promise<void>>()

/** One HTML string per line. Plain but escaped when the language is unknown or the text is huge. */
export async function highlightLines(text: string, language: string | undefined): Promise<string[]> {
  const lang = knownLanguage(language)
  if (lang === undefined || text.length > maxLength) return text.split(/\r?\n/).map(escapeHtml)
  highlighter ??= createHighlighter({ themes: [theme], langs: [] })
  const shiki = await highlighter
  await load(shiki, lang)
  const { tokens } = shiki.codeToTokens(text, { lang, theme: 'codewiki', tokenizeMaxLineLength: maxLineLength, tokenizeTimeLimit: lineTimeMs })
  return tokens.map((line) => line.map((token) => span(token.content, token.color)).join(''))
}

/** Grammars are loaded when first asked for: there are about 300. */
function load(shiki: Highlighter, lang: BundledLanguage): Promise<void> {
  let loading = loaded.get(lang)
  if (loading === undefined) loaded.set(lang, (loading = shiki.loadLanguage(lang)))
  return loading
}

function knownLanguage(language: string | undefined): BundledLanguage | undefined {
  const name = language?.toLowerCase()
  return name !== undefined && isKnown(name) ? name : undefined
}

/** Own keys only: a fence may well say `constructor`. */
function isKnown(name: string): name is BundledLanguage {
  return Object.hasOwn(bundledLanguages, name) || Object.hasOwn(bundledLanguagesAlias, name)
}

function span(content: string, color: string | undefined): string {
  const kind = /--hl-token-([a-z-]+)/.exec(color ?? '')?.[1]
  return kind === undefined || content.trim() === '' ? escapeHtml(content) : `<span class="hl-${kind}">${escapeHtml(content)}</span>`
}
