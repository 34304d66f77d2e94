import { renderMermaidSVG } from 'beautiful-mermaid'
import type { ParsedDiagram } from './check-diagram.js'
import { diagramFacts } from './diagram-facts.js'
import { escapeHtml } from './escape-html.js'
import { rewriteSvg } from './svg-allow-list.js'

export interface Drawing {
  /** Unique on the page; every id of the drawing begins with it. */
  readonly id: string
  /** Read out in place of the picture. */
  readonly title: string
}

/** Layout time grows faster than the text: 20 kB take about a second. */
const maxSource = 20_000
/** The library leaves at least 30 pixels empty on each side; the page's frame has room of its own. */
const cropped = 22
/** Shrunk into a column of text, a wider drawing could not be read any more: it keeps its size and scrolls. */
const wide = 1_000

/**
 * The seam to the library that draws. Mermaid text to inline SVG without style elements or attributes: colours come from the page's
 * `--_…` variables, so one drawing serves both themes. Undefined when the library fails or its drawing lacks a label, box or arrow that
 * the real parser found (about 3 % of diagrams in the wild); the browser draws such a diagram.
 */
export function drawDiagram(source: string, parsed: ParsedDiagram, drawing: Drawing): string | undefined {
  const facts = diagramFacts(parsed)
  if (facts === undefined || source.length > maxSource) return undefined
  const raw = renderOrNothing(source)
  if (raw === undefined || count(raw, boxes) < facts.boxes || count(raw, arrows) < facts.arrows) return undefined
  const safe = rewriteSvg(decodeLabels(raw), drawing.id)
  if (safe === undefined || !showsLabels(safe.inner, facts.labels)) return undefined
  const [width, height] = [safe.width - 2 * cropped, safe.height - 2 * cropped]
  const title = `<title id="${drawing.id}-title">${escapeHtml(drawing.title)}</title>`
  return `<svg class="diagram${width > wide ? ' wide' : ''}" role="img" aria-labelledby="${drawing.id}-title" viewBox="${cropped} ${cropped} ${width} ${height}" width="${width}" height="${height}">${title}${safe.inner}</svg>`
}

function renderOrNothing(source: string): string | undefined {
  try {
    return renderMermaidSVG(source)
  } catch {
    return undefined
  }
}

/** The library leaves Mermaid's own entities (`#lt;`) as they are; in SVG they are `&lt;`. */
function decodeLabels(svg: string): string {
  return svg.replaceAll(/#(lt|gt|quot|amp|apos);/g, '&$1;').replaceAll(/#(\d{1,6});/g, '&#$1;')
}

const boxes = /<g class="(?:node|class-node|actor)"/g
const arrows = /<(?:polyline class="(?:edge|class-relationship)"|g class="message")/g

function showsLabels(svg: string, labels: readonly string[]): boolean {
  const shown = squash(decodeText(svg.replaceAll(/<[^<>]*>/g, '')))
  return labels.every((label) => shown.includes(squash(label)))
}

const named = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['amp', '&'],
])

function decodeText(text: string): string {
  return text.replaceAll(/&(?:(lt|gt|quot|apos|amp)|#(\d{1,6}));/g, (whole, name: string | undefined, code: string) =>
    name === undefined ? String.fromCodePoint(Number(code)) : (named.get(name) ?? whole),
  )
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
const squash = (text: string): string => text.replaceAll(/\s+/g, '')
