import { isDark, themeChanged } from './theme.js'

/** Drawn this far before they come into sight. */
const ahead = '600px'

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
    const { drawPicture } = await import('./draw-picture.js')
    const { url, width, height } = await drawPicture(source, isDark())
    const picture = new Image(width, height)
    picture.className = 'diagram'
    picture.alt = frame.getAttribute('aria-label') ?? 'Diagram'
    picture.src = url
    await picture.decode()
    frame.replaceChildren(picture)
    frame.dataset['drawn'] = 'true'
  } catch {
    frame.dataset['drawn'] = 'false'
  }
}
