import MarkdownIt from 'markdown-it'
import type Token from 'markdown-it/lib/token.mjs'
import { escapeHtml } from './escape-html.js'

/** What the renderer knows of a page while it writes it: finished HTML of code blocks, names of tables. */
export interface Dialect {
  readonly html: Map<Token, string>
  readonly names: Map<Token, string>
}

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
const dialectOf = (env: unknown): Dialect => env as Dialect

/** Only what can do no harm: http(s), and relative links without a scheme, host or backslash (which browsers read as a slash). */
markdown.validateLink = (url) => {
  const link = url.trim()
  return isWebLink(link) || (!/^[a-z][a-z0-9+.-]*:/i.test(link) && !link.startsWith('//') && !link.includes('\\'))
}

export const isWebLink = (url: string): boolean => /^https?:\/\//i.test(url)

markdown.renderer.rules['fence'] = (tokens, at, _options, env: unknown) => {
  const token = tokens[at]
  return token === undefined ? '' : (dialectOf(env).html.get(token) ?? '')
}
markdown.renderer.rules['code_block'] = markdown.renderer.rules['fence']
markdown.renderer.rules['image'] = (tokens, at) => escapeHtml(tokens[at]?.content ?? '')
/** A text that names a place: `src/jobs/job.ts:10-20`. A narrow column breaks it between folders and before the lines, never within a number. */
export const placeToken = 'place'
markdown.renderer.rules[placeToken] = (tokens, at) => escapeHtml(tokens[at]?.content ?? '').replaceAll(/\/(?=.)|(?=:\d+(?:-\d+)?$)/g, '$&<wbr>')
markdown.renderer.rules['table_open'] = (tokens, at, _options, env: unknown) => {
  const token = tokens[at]
  const name = (token === undefined ? undefined : dialectOf(env).names.get(token)) ?? 'Table'
  return `<div class="table" role="region" aria-label="${escapeHtml(name)}" tabindex="0"><table>`
}
markdown.renderer.rules['table_close'] = () => '</table></div>'
markdown.renderer.rules['heading_close'] = (tokens, at) => {
  const anchor = String(tokens[at - 2]?.attrGet('id') ?? '')
  const tag = tokens[at]?.tag ?? 'h2'
  const link =
    tag === 'h1' || anchor === '' ? '' : ` <a class="anchor" href="#${escapeHtml(anchor)}" aria-label="Link to this section">#</a>`
  return `${link}</${tag}>\n`
}

export const parseMarkdown = (source: string): Token[] => markdown.parse(source, {})
export const writeHtml = (tokens: Token[], dialect: Dialect): string => markdown.renderer.render(tokens, { ...markdown.options }, dialect)
