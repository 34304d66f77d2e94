/**
 * The only way into a page for SVG that a library made from somebody's text: every tag and attribute is read and written anew from the
 * lists below. What is not on them is dropped; text that is not well-formed yields undefined.
 */
export function rewriteSvg(
  svg: string,
  idPrefix: string,
): { readonly inner: string; readonly width: number; readonly height: number } | undefined {
  const kept: string[] = []
  const open: string[] = []
  let size = { width: 0, height: 0 }
  let at = 0
  while (at < svg.length) {
    token.lastIndex = at
    const match = token.exec(svg)
    if (match === null) return undefined
    at = token.lastIndex
    const [, text, closing, name = '', attributes = '', selfClosing] = match
    if (text !== undefined) {
      if (!open.includes('style')) kept.push(text)
    } else if (closing !== undefined) {
      if (open.pop() !== closing) return undefined
      if (elements.has(closing) && !open.includes('style')) kept.push(`</${closing}>`)
    } else {
      if (name === 'svg' && open.length === 0) size = sizeOf(attributes)
      if (!elements.has(name) && name !== 'svg' && name !== 'style') return undefined
      if (elements.has(name) && !open.includes('style'))
        kept.push(`<${name}${rewriteAttributes(name, attributes, idPrefix)}${selfClosing === '/' ? '/' : ''}>`)
      if (selfClosing !== '/') open.push(name)
    }
  }
  return open.length === 0 && size.width > 0 ? { inner: kept.join('').replaceAll(/\s*\n\s*/g, ''), ...size } : undefined
}

/** Text without markup characters; a closing tag; or an opening tag with its quoted attributes. */
const token = /([^<>]+)|<\/([\w-]+)\s*>|<([\w-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y
const attribute = /\s+([\w:-]+)="([^"<]*)"/g

const elements = new Set(['g', 'defs', 'marker', 'path', 'polyline', 'polygon', 'line', 'rect', 'circle', 'ellipse', 'text', 'tspan'])

const numbers = /^[-+\d.,\s]+(?:em|px)?$/
const word = /^[a-z-]+$/
const paint = /^(?:none|transparent|var\(--[\w-]+\))$/
const reference = /^url\(#[\w-]+\)$/

const attributes = new Map<string, RegExp>([
  ...['x', 'y', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'rx', 'ry', 'dx', 'dy', 'width', 'height', 'points'].map(
    (name) => [name, numbers] as const,
  ),
  ...['stroke-width', 'stroke-dasharray', 'font-size', 'letter-spacing', 'opacity', 'fill-opacity', 'stroke-opacity'].map(
    (name) => [name, numbers] as const,
  ),
  ...['refX', 'refY', 'markerWidth', 'markerHeight', 'viewBox'].map((name) => [name, numbers] as const),
  ...['text-anchor', 'dominant-baseline', 'stroke-linejoin', 'stroke-linecap', 'font-style', 'text-decoration', 'orient'].map(
    (name) => [name, word] as const,
  ),
  ...['marker-start', 'marker-mid', 'marker-end'].map((name) => [name, reference] as const),
  ['d', /^[A-Za-z\d\s,.+-]+$/],
  ['transform', /^(?:(?:translate|rotate|scale)\([-\d.,\s]+\)\s*)+$/],
  ['font-weight', /^\w+$/],
  ['fill', paint],
  ['stroke', paint],
  ['id', /^[\w-]+$/],
])

const monospace = 'ui-monospace, Menlo, Consolas, monospace'

function rewriteAttributes(element: string, source: string, idPrefix: string): string {
  let kept = ''
  for (const [, name = '', value = ''] of source.matchAll(attribute)) {
    if (name === 'class' && value === 'mono') kept += ` font-family="${monospace}"`
    else if (name === 'fill' || name === 'stroke') kept += ` ${name}="${paint.test(value) ? value : themed(element, name)}"`
    else if (attributes.get(name)?.test(value) === true) kept += ` ${name}="${rewriteValue(name, value, idPrefix)}"`
  }
  return element === 'text' ? adjustText(kept) : kept
}

/** Boxes are measured for a narrower font than most readers have: bold names get room. Names of arrows stay legible where lines cross them. */
function adjustText(kept: string): string {
  if (kept.includes(' font-weight="700"')) return `${kept.replace(' font-size="13"', ' font-size="12"')} letter-spacing="-0.4"`
  const isArrowName = kept.includes(' fill="var(--_text-muted)"') && !kept.includes(' font-style=')
  return isArrowName ? `${kept} stroke="var(--bg)" stroke-width="4" stroke-linejoin="round" paint-order="stroke"` : kept
}

/** A colour of the diagram's author fits one theme at most: the page's own takes its place. */
function themed(element: string, name: 'fill' | 'stroke'): string {
  if (element === 'text' || element === 'tspan') return name === 'fill' ? 'var(--_text)' : 'none'
  return name === 'fill' ? 'var(--_node-fill)' : 'var(--_node-stroke)'
}

function rewriteValue(name: string, value: string, idPrefix: string): string {
  if (name === 'id') return `${idPrefix}-${value}`
  if (value.startsWith('url(#')) return `url(#${idPrefix}-${value.slice(5)}`
  return value.replaceAll(/(\d+\.\d{2})\d+/g, '$1')
}

function sizeOf(source: string): { width: number; height: number } {
  const read = new Map([...source.matchAll(attribute)].map(([, name = '', value = '']) => [name, Math.ceil(Number(value))]))
  const [width, height] = [read.get('width') ?? 0, read.get('height') ?? 0]
  return Number.isFinite(width) && Number.isFinite(height) ? { width, height } : { width: 0, height: 0 }
}
