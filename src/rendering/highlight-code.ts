import { bundledLanguages, bundledLanguagesAlias, createCssVariablesTheme, createHighlighter, type Highlighter } from 'shiki'

/** Colours are classes (`hl-keyword`), so that a strict style policy holds and both themes share one HTML. */
const theme = createCssVariablesTheme({ name: 'codewiki', variablePrefix: '--hl-', fontStyle: false })
/** Above this a file is shown without colours: highlighting takes about 1 s per MB. */
const maxLength = 300_000
const maxLineLength = 2_000

let highlighter: Promise<Highlighter> | undefined
const loaded = new Set<string>()

/** One HTML string per line. Plain but escaped when the language is unknown or the text is huge. */
export async function highlightLines(text: string, language: string | undefined): Promise<string[]> {
  const known = language !== undefined && (language in bundledLanguages || language in bundledLanguagesAlias)
  if (!known || text.length > maxLength) return text.split('\n').map(escapeHtml)
  highlighter ??= createHighlighter({ themes: [theme], langs: [] })
  const shiki = await highlighter
  if (!loaded.has(language)) {
    await shiki.loadLanguage(language as keyof typeof bundledLanguages)
    loaded.add(language)
  }
  const { tokens } = shiki.codeToTokens(text, { lang: language as keyof typeof bundledLanguages, theme: 'codewiki', tokenizeMaxLineLength: maxLineLength })
  return tokens.map((line) => line.map((token) => span(token.content, token.color)).join(''))
}

function span(content: string, color: string | undefined): string {
  const kind = /--hl-token-([a-z-]+)/.exec(color ?? '')?.[1]
  return kind === undefined ? escapeHtml(content) : `<span class="hl-${kind}">${escapeHtml(content)}</span>`
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}
