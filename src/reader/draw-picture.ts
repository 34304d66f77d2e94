import mermaid from 'mermaid'
import { withoutInlineStyle } from './without-inline-style.js'

export interface Picture {
  readonly url: string
  readonly width: number
  readonly height: number
}

let drawings = 0
/** One at a time: the library draws in the page. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Draws a diagram as a picture. As a picture it can carry the styles that the page's policy refuses, and can neither run a script nor
 * load anything, whatever the text of the diagram says.
 */
export function drawPicture(source: string, dark: boolean): Promise<Picture> {
  const drawing = last.then(() => draw(source, dark))
  last = drawing.catch(() => undefined)
  return drawing
}

async function draw(source: string, dark: boolean): Promise<Picture> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: dark ? 'dark' : 'neutral',
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    class: { htmlLabels: false },
    fontFamily: 'system-ui, sans-serif',
  })
  drawings += 1
  const { result, css } = await withoutInlineStyle(() => mermaid.render(`drawing-${drawings}`, source))
  return toPicture(result.svg, css)
}

function toPicture(svg: string, css: string): Picture {
  const parsed = new DOMParser().parseFromString(svg, 'text/html')
  const root = parsed.querySelector('svg')
  if (root === null) throw new Error('nothing was drawn')
  for (const style of root.querySelectorAll('style')) style.remove()
  const style = parsed.createElementNS('http://www.w3.org/2000/svg', 'style')
  style.textContent = css
  root.prepend(style)
  const { width, height } = root.viewBox.baseVal
  root.setAttribute('width', String(Math.ceil(width)))
  root.setAttribute('height', String(Math.ceil(height)))
  const url = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(root))}`
  return { url, width: Math.ceil(width), height: Math.ceil(height) }
}
