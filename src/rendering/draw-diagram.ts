import { renderMermaidSVG } from 'beautiful-mermaid'
import { escapeHtml } from './highlight-code.js'

const maxSource = 20_000

/**
 * Mermaid text to inline SVG without style elements or attributes: colours come from the page's `--diagram-*` variables, so one drawing
 * serves both themes. Undefined when it cannot be drawn or a label got lost; the browser draws it then.
 */
export function drawDiagram(source: string, id: string, title: string): string | undefined {
  if (source.length > maxSource) return undefined
  let svg: string
  try {
    svg = renderMermaidSVG(source)
  } catch {
    return undefined
  }
  const drawn = decodeEntities(clean(svg, id, title))
  return keepsLabels(source, drawn) ? drawn : undefined
}

function clean(svg: string, id: string, title: string): string {
  const [, width = '0', height = '0'] = /<svg[^>]* width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? []
  const inner = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<\/svg>\s*$/, '')
    .replaceAll(/<style[\s\S]*?<\/style>/g, '')
    .replaceAll(/ style="[^"]*"/g, '')
    .replaceAll(/ data-[\w-]+="[^"]*"/g, '')
    .replaceAll(/ id="([^"]+)"/g, ` id="${id}-$1"`)
    .replaceAll(/url\(#([^)]+)\)/g, `url(#${id}-$1)`)
    .replaceAll(/(\d+\.\d{2})\d+/g, '$1')
  const [w, h] = [Math.ceil(Number(width)), Math.ceil(Number(height))]
  return `<svg class="diagram" role="img" aria-labelledby="${id}-title" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}"><title id="${id}-title">${escapeHtml(title)}</title>${inner.trim()}</svg>`
}

/** The renderer does not know Mermaid's own entities. */
function decodeEntities(svg: string): string {
  return svg.replaceAll('#lt;', '&lt;').replaceAll('#gt;', '&gt;').replaceAll('#quot;', '&quot;').replaceAll('#amp;', '&amp;').replaceAll('#35;', '#')
}

/** Every quoted label of the source must stand in the drawing: about 3 % of diagrams in the wild lose one. */
function keepsLabels(source: string, svg: string): boolean {
  const text = squash(svg.replaceAll(/<title[\s\S]*?<\/title>/g, '').replaceAll(/<[^>]+>/g, ' '))
  const labels = [...source.matchAll(/\["([^"]*)"\]/g)].flatMap((match) => (match[1] ?? '').split(/<br\s*\/?>/))
  return labels.every((label) => text.includes(squash(decodeEntities(label.replaceAll(/<\/?\w+>/g, '')))))
}

const squash = (text: string): string => text.replaceAll('&#39;', "'").replaceAll(/\s+/g, '')
