import Token from 'markdown-it/lib/token.mjs'
import { parseDiagram } from './check-diagram.js'
import { escapeHtml } from './escape-html.js'
import { makeAnchors } from './heading-anchors.js'
import { highlightLines } from './highlight-code.js'
import { isWebLink, parseMarkdown, placeToken, writeHtml, type Dialect } from './markdown-dialect.js'
import type { DrawnDiagram, RenderInput, RenderResult } from './page-renderer.js'
import { pageSections, plainText } from './page-text.js'

interface Page extends Dialect {
  readonly title: string
  readonly links: string[]
  readonly anchors: string[]
  readonly contents: { level: 2 | 3; anchor: string; text: string }[]
  readonly undrawn: number[]
  readonly invalid: { index: number; message: string }[]
  /** Drawn before, and drawn now. */
  readonly known: readonly DrawnDiagram[]
  readonly drawn: DrawnDiagram[]
  /** The nearest heading above: what a table or diagram is named after. */
  heading: string
  tables: number
  diagrams: number
}

/** Markdown of a wiki page to safe HTML: raw HTML stays text, pictures become links, code is highlighted, diagrams are drawn. */
export async function renderMarkdown({ slug, title, markdown, drawn = [] }: RenderInput): Promise<RenderResult> {
  const tokens = parseMarkdown(markdown)
  const page: Page = {
    title,
    html: new Map(),
    names: new Map(),
    links: [],
    anchors: [],
    contents: [],
    undrawn: [],
    invalid: [],
    known: drawn,
    drawn: [],
    heading: title,
    tables: 0,
    diagrams: 0,
  }
  const anchorFor = makeAnchors()
  for (const [at, token] of tokens.entries()) {
    if (token.type === 'heading_open') prepareHeading(token, plainText(tokens[at + 1]), anchorFor, page)
    else if (token.type === 'fence' || token.type === 'code_block') page.html.set(token, await writeBlock(token, page))
    else if (token.type === 'table_open') page.names.set(token, `Table ${(page.tables += 1)}: ${page.heading}`)
    else if (token.children !== null) token.children = prepareInline(token.children, page)
  }
  return {
    slug,
    title,
    html: writeHtml(tokens, page),
    contents: page.contents,
    sections: pageSections(tokens, new Set(page.contents.map(({ anchor }) => anchor))),
    anchors: page.anchors,
    undrawnDiagrams: page.undrawn,
    links: page.links,
    invalidDiagrams: page.invalid,
    diagrams: page.diagrams,
    drawn: page.drawn,
  }
}

function prepareHeading(token: Token, text: string, anchorFor: (heading: string) => string, page: Page): void {
  const anchor = anchorFor(text)
  token.attrSet('id', anchor)
  page.anchors.push(anchor)
  page.heading = text
  const level = Number(token.tag.slice(1))
  if (level === 2 || level === 3) page.contents.push({ level, anchor, text })
}

function prepareInline(tokens: readonly Token[], page: Page): Token[] {
  let [depth, isCitation] = [0, false]
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') {
      depth += 1
      prepareLink(token, page)
      isCitation = token.attrGet('class') === 'citation'
    } else if (token.type === 'link_close') depth -= 1
    else if (token.type === 'text' && depth > 0 && isCitation) token.type = placeToken
    return token.type === 'image' ? pictureAsText(token, depth > 0) : [token]
  })
}

function prepareLink(token: Token, page: Page): void {
  const href = String(token.attrGet('href') ?? '')
  if (isWebLink(href)) {
    token.attrSet('rel', 'noopener noreferrer nofollow')
    return
  }
  page.links.push(href)
  const toPage = /^([a-z0-9-]+)\.md(#.*)?$/.exec(href)
  if (toPage !== null) token.attrSet('href', `${toPage[1] ?? ''}${toPage[2] ?? ''}`)
  if (href.startsWith('source/')) token.attrSet('class', 'citation')
}

/** Pictures are never fetched: their text stays, as a link where the picture is on the web and no link is around it. */
function pictureAsText(picture: Token, inLink: boolean): Token[] {
  const source = String(picture.attrGet('src') ?? '')
  const text = new Token('text', '', 0)
  text.content = plainText(picture).trim() || 'Picture'
  if (inLink || !isWebLink(source)) return [text]
  const open = new Token('link_open', 'a', 1)
  open.attrs = [
    ['href', source],
    ['rel', 'noopener noreferrer nofollow'],
  ]
  return [open, text, new Token('link_close', 'a', -1)]
}

async function writeBlock(token: Token, page: Page): Promise<string> {
  const language = token.info.trim().split(/\s+/)[0] ?? ''
  if (language === 'mermaid') return writeDiagram(token.content, page)
  const lines = await highlightLines(token.content.replace(/\n$/, ''), language === '' ? undefined : language)
  return writeCode(lines.join('\n'))
}

async function writeDiagram(source: string, page: Page): Promise<string> {
  const index = page.diagrams
  page.diagrams += 1
  const name = `Diagram ${index + 1}: ${page.heading}`
  const known = page.known.find((one) => one.index === index && one.source === source && one.name === name)
  const drawn = known ?? (await drawAnew({ source, index, name }, page))
  if (drawn === undefined) return writeCode(escapeHtml(source))
  if (!drawn.isDrawn) page.undrawn.push(index)
  return drawn.html
}

/** Undefined when it is not valid, which the page then tells. */
async function drawAnew({ source, index, name }: Pick<DrawnDiagram, 'source' | 'index' | 'name'>, page: Page): Promise<DrawnDiagram | undefined> {
  const parsed = await parseDiagram(source)
  if ('problem' in parsed) {
    page.invalid.push({ index, message: parsed.problem })
    return undefined
  }
  // What lays out diagrams is large, and a page may have none.
  const { drawDiagram } = await import('./draw-diagram.js')
  const svg = drawDiagram(source, parsed.diagram, { id: `d${index}`, title: name })
  const picture = svg ?? `<pre class="mermaid">${escapeHtml(source)}</pre>`
  const frame = `<div class="figure-scroll${svg === undefined ? ' left' : ''}" tabindex="0" role="group" aria-label="${escapeHtml(name)}">${picture}</div>`
  const html = `<figure class="figure">${frame}<details class="diagram-source"><summary>Diagram source</summary>${writeCode(escapeHtml(source)).trimEnd()}</details></figure>\n`
  const drawn: DrawnDiagram = { source, index, name, html, isDrawn: svg !== undefined }
  page.drawn.push(drawn)
  return drawn
}

const writeCode = (html: string): string => `<pre class="code" tabindex="0"><code>${html}</code></pre>\n`
