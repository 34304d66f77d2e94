const mostMarked = 5_000

/** `#L12-L30` marks the lines and shows the first. A click with Shift marks from the line marked before. */
export function markLines(): void {
  const source = document.querySelector('[data-source]')
  if (source === null) return
  const mark = () => {
    const [first, last] = markedRange()
    for (const line of source.querySelectorAll('.marked')) line.classList.remove('marked')
    if (first === 0) return
    for (let at = first; at <= Math.min(last, first + mostMarked); at += 1) document.getElementById(`L${at}`)?.classList.add('marked')
    document.getElementById(`L${Math.max(1, first - 3)}`)?.scrollIntoView()
  }
  source.addEventListener('click', (event) => extend(event as MouseEvent))
  addEventListener('hashchange', mark)
  mark()
}

/** 0, 0 when nothing is. */
function markedRange(): readonly [first: number, last: number] {
  const match = /^#L(\d+)(?:-L?(\d+))?$/.exec(location.hash)
  return [Number(match?.[1] ?? 0), Number(match?.[2] ?? match?.[1] ?? 0)]
}

function extend(event: MouseEvent): void {
  const line = Number(event.target instanceof HTMLElement ? event.target.dataset['line'] : undefined)
  const [first] = markedRange()
  if (!event.shiftKey || first === 0 || Number.isNaN(line)) return
  event.preventDefault()
  location.hash = `L${Math.min(first, line)}-L${Math.max(first, line)}`
}
