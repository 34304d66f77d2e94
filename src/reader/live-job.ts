import { fetchFresh, takeOver, takeOverTitle } from './fresh-page.js'

/** Events within this time are one look. */
const gatherMs = 300
/** Running times go on although nothing happens. */
const lookMs = 5_000

const main = () => document.querySelector<HTMLElement>('[data-live=job]')
const isOpen = () => main()?.dataset['open'] === 'true'

/** The job page listens to its events; after each burst it shows the page as the server has it. A switch makes it stand still. */
export function followJob(): void {
  if (!isOpen()) return
  const log = document.querySelector('[data-log]')
  if (log !== null && location.hash === '') log.scrollTop = log.scrollHeight
  const followed = new FollowedJob(main()?.dataset['job'] ?? '')
  const button = document.querySelector<HTMLElement>('[data-live-switch]')
  button?.addEventListener('click', () => {
    const live = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', String(live))
    if (live) followed.start()
    else followed.stop()
  })
  if (button?.getAttribute('aria-pressed') !== 'false') followed.start()
}

class FollowedJob {
  readonly #id: string
  #stream: EventSource | undefined
  #gathering: number | undefined
  #looking: number | undefined

  constructor(id: string) {
    this.#id = id
  }

  start(): void {
    this.#stream = new EventSource(`/api/jobs/${this.#id}/events?after=${main()?.dataset['after'] ?? 0}`)
    for (const name of ['message', 'job', 'end']) this.#stream.addEventListener(name, () => this.#soon())
    this.#looking = window.setInterval(() => {
      if (!document.hidden) this.#soon()
    }, lookMs)
  }

  stop(): void {
    this.#stream?.close()
    window.clearInterval(this.#looking)
    window.clearTimeout(this.#gathering)
    this.#gathering = undefined
  }

  #soon(): void {
    this.#gathering ??= window.setTimeout(() => void this.#look(), gatherMs)
  }

  async #look(): Promise<void> {
    const fresh = await fetchFresh()
    const wanted = this.#gathering !== undefined
    this.#gathering = undefined
    if (fresh === undefined || !wanted) return
    show(fresh)
    if (isOpen()) return
    this.stop()
    document.querySelector('.live')?.remove()
  }
}

function show(fresh: Document): void {
  const [now, next] = [main(), fresh.querySelector<HTMLElement>('[data-live=job]')]
  if (now === null || next === null) return
  for (const part of now.querySelectorAll<HTMLElement>('[data-part]')) takeOver(`[data-part=${part.dataset['part'] ?? ''}]`, fresh)
  appendLines(fresh)
  takeOverTitle(fresh)
  now.dataset['open'] = next.dataset['open'] ?? 'false'
  now.dataset['after'] = next.dataset['after'] ?? '0'
}

/** Lines are added, never replaced, so that what is selected stays so; the end stays in sight for who was there. */
function appendLines(fresh: Document): void {
  const log = document.querySelector('[data-log]')
  if (log === null) return
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40
  const known = Number(log.lastElementChild?.id.slice(1) ?? 0)
  for (const line of [...fresh.querySelectorAll('[data-log] li')]) if (Number(line.id.slice(1)) > known) log.append(line)
  if (atEnd) log.scrollTop = log.scrollHeight
}
