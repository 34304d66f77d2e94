// Runs in the drawing frame: an empty page of an origin of its own, whose policy lets the drawing library set styles and nothing else.
import mermaid from 'mermaid'
import type { Drawn, ToDraw } from './drawing-messages.js'

/** One at a time: the library draws in the page. */
let last: Promise<unknown> = Promise.resolve()

addEventListener('message', (event: MessageEvent<ToDraw>) => {
  if (event.source !== parent) return
  const { id, source, dark } = event.data
  last = last
    .then(() => draw(id, source, dark))
    .catch((): Drawn => ({ id, svg: undefined, width: 0, height: 0 }))
    .then((drawn) => parent.postMessage(drawn, event.origin))
})
parent.postMessage('ready', '*')

async function draw(id: number, source: string, dark: boolean): Promise<Drawn> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    theme: dark ? 'dark' : 'neutral',
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    class: { htmlLabels: false },
    fontFamily: 'ui-sans-serif, system-ui, sans-serif',
  })
  const { svg } = await mermaid.render(`drawing-${id}`, source)
  return { id, ...asFile(svg) }
}

/** HTML's way of writing SVG is not XML's, and a picture is read as XML. */
function asFile(text: string): Omit<Drawn, 'id'> {
  const svg = new DOMParser().parseFromString(text, 'text/html').querySelector('svg')
  if (svg === null) throw new Error('nothing was drawn')
  const [width, height] = [Math.ceil(svg.viewBox.baseVal.width), Math.ceil(svg.viewBox.baseVal.height)]
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  return { svg: new XMLSerializer().serializeToString(svg), width, height }
}
