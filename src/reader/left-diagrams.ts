import { DrawingFrame } from './drawing-frame.js'
import { isDark, themeChanged } from './theme.js'

/** Drawn this far before they come into sight. */
const ahead = '600px'
const drawing = new DrawingFrame()

/** Diagrams that could not be drawn at publish: the drawing library is large, so it comes only for them, when they come near. */
export function drawLeftDiagrams(): void {
  const frames = [...document.querySelectorAll('pre.mermaid')].flatMap((source) => {
    const frame = source.closest<HTMLElement>('.figure-scroll')
    return frame === null ? [] : [{ frame, source: source.textContent ?? '' }]
  })
  const sources = new Map(frames.map(({ frame, source }) => [frame, source]))
  const drawn = new Set<HTMLElement>()
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue
        observer.unobserve(target)
        drawn.add(target)
        void draw(target, sources.get(target) ?? '')
      }
    },
    { rootMargin: ahead },
  )
  for (const { frame } of frames) observer.observe(frame)
  const redraw = () => drawn.forEach((frame) => void draw(frame, sources.get(frame) ?? ''))
  addEventListener(themeChanged, redraw)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
}

/** The frame keeps its height, so nothing moves. What cannot be drawn stays as its source. */
async function draw(frame: HTMLElement, source: string): Promise<void> {
  try {
    const { svg, width, height } = await drawing.draw(source, isDark())
    if (svg === undefined) throw new Error('it could not be drawn')
    const picture = new Image(Number(width), Number(height))
    picture.className = 'diagram'
    picture.alt = frame.getAttribute('aria-label') ?? 'Diagram'
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
    await picture.decode()
    frame.replaceChildren(picture)
    frame.dataset['drawn'] = 'true'
  } catch {
    frame.dataset['drawn'] = 'false'
  }
}
