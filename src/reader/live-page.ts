import { addCopying, say } from './copying.js'
import { fetchFresh, takeOver, takeOverTitle } from './fresh-page.js'
import { drawLeftDiagrams } from './left-diagrams.js'
import { markContents } from './mark-contents.js'
import { addZoom } from './zoom.js'

/** News within this time is one look: a job tells of every step, a page changes once. */
const gatherMs = 1_500
/** Beyond the last event of any job: only what comes is of interest. */
const fromNowOn = Number.MAX_SAFE_INTEGER

const main = () => document.querySelector<HTMLElement>('[data-live=page]')

/** A page that a model explains, or whose neighbours it explains, is brought up to date while it is open. Only pages in sight hold a connection. */
export function followPage(): void {
  const job = main()?.dataset['job']
  if (job === undefined) return
  let [stream, gathering]: [EventSource | undefined, number | undefined] = [undefined, undefined]
  const look = async () => {
    const fresh = await fetchFresh()
    gathering = undefined
    if (fresh === undefined || document.hidden) return
    if (!show(fresh)) soon()
    else if (fresh.querySelector('[data-live=page]') === null) stream?.close()
  }
  const soon = () => void (gathering ??= window.setTimeout(() => void look(), gatherMs))
  const listen = () => {
    stream?.close()
    if (document.hidden || main() === null) return
    stream = new EventSource(`/api/jobs/${job}/events?after=${fromNowOn}`)
    for (const name of ['job', 'end']) stream.addEventListener(name, soon)
  }
  document.addEventListener('visibilitychange', listen)
  listen()
}

/** False: the page has changed, but somebody has a part of it selected; it waits for them. */
function show(fresh: Document): boolean {
  takeOverMarks(fresh)
  const [now, next] = [versionIn(document), versionIn(fresh)]
  if (now !== next && isSelected()) return false
  keepingPlace(() => {
    if (now === next) takeOver('[data-part=explanation]', fresh, true)
    else showPage(fresh)
  })
  return true
}

const versionIn = (page: Document): string | undefined => page.querySelector<HTMLElement>('.prose')?.dataset['version']

function isSelected(): boolean {
  const selection = getSelection()
  return selection !== null && !selection.isCollapsed && main()?.contains(selection.anchorNode) === true
}

/** The tree itself stays as it is: folded, scrolled and focused. */
function takeOverMarks(fresh: Document): void {
  for (const next of fresh.querySelectorAll('.pages a')) {
    const now = document.querySelector(`.pages a[href="${CSS.escape(next.getAttribute('href') ?? '')}"]`)
    if (now !== null && now.innerHTML !== next.innerHTML) now.replaceChildren(...next.childNodes)
  }
}

function showPage(fresh: Document): void {
  takeOver('#main', fresh)
  takeOver('.contents', fresh)
  takeOverTitle(fresh)
  addCopying()
  addZoom()
  drawLeftDiagrams()
  markContents()
  say('This page has been explained.')
}

/** What is being read stays where it is on the screen, whatever comes or goes above it. At the top of the page what is new may come into sight. */
function keepingPlace(change: () => void): void {
  const topOf = (id: string) => document.getElementById(id)?.getBoundingClientRect().top
  const ids = scrollY === 0 ? [] : [...document.querySelectorAll('.prose [id]')].map(({ id }) => id)
  const read = ids.findLast((id) => (topOf(id) ?? Infinity) < innerHeight / 3) ?? ids[0] ?? ''
  const before = topOf(read)
  change()
  const after = topOf(read)
  if (before !== undefined && after !== undefined) scrollBy({ top: after - before, behavior: 'instant' })
}
