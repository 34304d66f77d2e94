import MarkdownIt from 'markdown-it'
import type Token from 'markdown-it/lib/token.mjs'
import { checkDiagram } from './check-diagram.js'
import { drawDiagram } from './draw-diagram.js'
import { makeAnchors } from './heading-anchors.js'
import { escapeHtml, highlightLines } from './highlight-code.js'
import type { RenderInput, RenderResult } from './page-renderer.js'

const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false })
// Only what can do no harm: http(s), and relative links without a scheme.
markdown.validateLink = (url) => /^https?:\/\//i.test(url) || (!/^[a-z][a-z0-9+.-]*:/i.test(url.trim()) && !url.trim().startsWith('//') && !url.includes('\\'))

interface Page {
  readonly html: Map<Token, string>
  readonly links: string[]
  readonly anchors: string[]
  readonly contents: { level: 2 | 3; anchor: string; text: string }[]
  readonly undrawn: number[]
  readonly invalid: { index: number; message: string }[]
  diagrams: number
}

/** Markdown of a wiki page to safe HTML: raw HTML stays text, pictures become links, code is highlighted, diagrams are drawn. */
export async function renderMarkdown(input: RenderInput): Promise<RenderResult> {
  const tokens = markdown.parse(input.markdown, {})
  const page: Page = { html: new Map(), links: [], anchors: [], contents: [], undrawn: [], invalid: [], diagrams: 0 }
  prepareHeadings(tokens, page)
  for (const token of tokens) {
    if (token.type === 'fence' || token.type === 'code_block') page.html.set(token, await fence(token, input, page))
    for (const child of token.children ?? []) prepareInline(child, page)
  }
  return {
    slug: input.slug,
    title: input.title,
    html: markdown.renderer.render(tokens, { ...markdown.options }, page),
    contents: page.contents,
    sections: sections(tokens, page),
    anchors: page.anchors,
    undrawnDiagrams: page.undrawn,
    links: page.links,
    invalidDiagrams: page.invalid,
    diagrams: page.diagrams,
  }
}

function prepareHeadings(tokens: readonly Token[], page: Page): void {
  const anchorFor = makeAnchors()
  tokens.forEach((token, at) => {
    if (token.type !== 'heading_open') return
    const text = plainText(tokens[at + 1])
    const anchor = anchorFor(text)
    token.attrSet('id', anchor)
    page.anchors.push(anchor)
    const level = Number(token.tag.slice(1))
    if (level === 2 || level === 3) page.contents.push({ level, anchor, text })
  })
}

function prepareInline(token: Token, page: Page): void {
  if (token.type !== 'link_open') return
  const href = String(token.attrGet('href') ?? '')
  if (/^https?:\/\//i.test(href)) {
    token.attrSet('rel', 'noopener noreferrer nofollow')
    return
  }
  page.links.push(href)
  const toPage = /^([a-z0-9-]+)\.md(#.*)?$/.exec(href)
  if (toPage !== null) token.attrSet('href', `${toPage[1] ?? ''}${toPage[2] ?? ''}`)
  if (href.startsWith('source/')) token.attrSet('class', 'citation')
}

async function fence(token: Token, input: RenderInput, page: Page): Promise<string> {
  const language = token.info.trim().split(/\s+/)[0] ?? ''
  if (language !== 'mermaid') {
    const lines = await highlightLines(token.content.replace(/\n$/, ''), language === '' ? undefined : language)
    return `<pre class="code" tabindex="0"><code>${lines.join('\n')}</code></pre>\n`
  }
  const index = page.diagrams
  page.diagrams += 1
  const problem = await checkDiagram(token.content)
  if (problem !== undefined) {
    page.invalid.push({ index, message: problem })
    return `<pre class="code" tabindex="0"><code>${escapeHtml(token.content)}</code></pre>\n`
  }
  const svg = drawDiagram(token.content, `d${index}`, `Diagram ${index + 1} of ${input.title}`)
  const source = `<details class="diagram-source"><summary>Diagram source</summary><pre class="code" tabindex="0"><code>${escapeHtml(token.content)}</code></pre></details>`
  if (svg === undefined) page.undrawn.push(index)
  return `<figure class="figure">${svg === undefined ? `<pre class="mermaid">${escapeHtml(token.content)}</pre>` : `<div class="figure-scroll" tabindex="0" role="group" aria-label="Diagram ${index + 1}">${svg}</div>`}${source}</figure>\n`
}

const pageOf = (env: unknown): Page => env as Page

markdown.renderer.rules['fence'] = (tokens, at, _options, env: unknown) => {
  const token = tokens[at]
  return token === undefined ? '' : (pageOf(env).html.get(token) ?? '')
}
markdown.renderer.rules['code_block'] = markdown.renderer.rules['fence']
/** Pictures of a repository are never fetched: their text stays. */
markdown.renderer.rules['image'] = (tokens, at) => escapeHtml(tokens[at]?.content ?? '')
markdown.renderer.rules['table_open'] = () => '<div class="table" role="region" aria-label="Table" tabindex="0"><table>'
markdown.renderer.rules['table_close'] = () => '</table></div>'
markdown.renderer.rules['heading_close'] = (tokens, at) => {
  const open = tokens[at - 2]
  const anchor = open?.attrGet('id') ?? ''
  const tag = tokens[at]?.tag ?? 'h2'
  const link = tag === 'h1' || anchor === '' ? '' : ` <a class="anchor" href="#${escapeHtml(String(anchor))}" aria-label="Link to this section">#</a>`
  return `${link}</${tag}>\n`
}

function plainText(token: Token | undefined): string {
  return (token?.children ?? []).map((child) => (child.type === 'text' || child.type === 'code_inline' ? child.content : child.type === 'softbreak' ? ' ' : '')).join('')
}

/** Text per heading of level 1 to 3, for search. Code is searched too, diagrams are not. */
function sections(tokens: readonly Token[], page: Page): { anchor: string; heading: string; text: string }[] {
  const found: { anchor: string; heading: string; text: string }[] = [{ anchor: '', heading: '', text: '' }]
  tokens.forEach((token, at) => {
    const last = found.at(-1)
    if (last === undefined) return
    if (token.type === 'heading_open') {
      const anchor = String(token.attrGet('id') ?? '')
      if (page.contents.some((entry) => entry.anchor === anchor)) found.push({ anchor, heading: plainText(tokens[at + 1]), text: '' })
    } else if (token.type === 'inline') last.text += `${plainText(token)}\n`
    else if (token.type === 'fence' && token.info.trim() !== 'mermaid') last.text += `${token.content}\n`
  })
  return found
}
