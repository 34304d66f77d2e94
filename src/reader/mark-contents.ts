/** Marks in the contents the section that is being read, and keeps it in sight there. */
export function markContents(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-contents] a')]
  const sections = links.flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)))
    return heading === null ? [] : [{ link, heading }]
  })
  if (sections.length === 0) return
  let current: HTMLAnchorElement | undefined
  const mark = () => {
    const passed = sections.findLast(({ heading }) => heading.getBoundingClientRect().top < 120)
    const next = (atEnd() ? sections.at(-1) : (passed ?? sections[0]))?.link
    if (next === current) return
    current?.removeAttribute('aria-current')
    next?.setAttribute('aria-current', 'true')
    current = next
    if (next !== undefined) keepInSight(next)
  }
  addEventListener('scroll', onceAFrame(mark), { passive: true })
  mark()
}

const atEnd = (): boolean => scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 4

function keepInSight(link: HTMLElement): void {
  const box = link.closest('.contents')
  if (box === null) return
  const [outer, inner] = [box.getBoundingClientRect(), link.getBoundingClientRect()]
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3
}

function onceAFrame(work: () => void): () => void {
  let waiting = false
  return () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      work()
    })
  }
}
