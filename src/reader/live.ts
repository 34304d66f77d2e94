const listIntervalMs = 3_000
const quietMs = 300

/** Takes the fresh page's main part, keeping where the reader was. */
async function refresh(selector: string): Promise<Document | undefined> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return undefined
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const [now, next] = [document.querySelector(selector), fresh.querySelector(selector)]
  if (now === null || next === null) return undefined
  now.replaceWith(next)
  document.title = fresh.title
  const icon = fresh.querySelector('link[rel=icon]')
  if (icon !== null) document.querySelector('link[rel=icon]')?.replaceWith(icon)
  return fresh
}

/** The job page listens to its events; after each burst it shows the page as the server has it. */
export function followJob(): void {
  const main = document.querySelector<HTMLElement>('[data-live=job]')
  if (main === null || main.dataset['open'] !== 'true') return
  const stream = new EventSource(`/api/jobs/${main.dataset['job'] ?? ''}/events`)
  let timer: number | undefined
  const soon = () => {
    timer ??= window.setTimeout(() => {
      timer = undefined
      void show(stream)
    }, quietMs)
  }
  for (const name of ['message', 'event', 'progress', 'status', 'job', 'log']) stream.addEventListener(name, soon)
  // Progress without a line in the log is seen by looking, a finished stream by its end.
  const look = window.setInterval(() => {
    if (document.querySelector<HTMLElement>('[data-live=job]')?.dataset['open'] === 'false') window.clearInterval(look)
    else if (!document.hidden) soon()
  }, 1_000)
}

async function show(stream: EventSource): Promise<void> {
  await refresh('[data-live=job]').catch(() => undefined)
  const log = document.querySelector('.log')
  if (log !== null) log.scrollTop = log.scrollHeight
  if (document.querySelector<HTMLElement>('[data-live=job]')?.dataset['open'] === 'false') stream.close()
}

/** The list of jobs looks again while somebody looks at it. */
export function refreshList(): void {
  if (document.querySelector('[data-live=list]') === null) return
  window.setInterval(() => {
    if (!document.hidden) void refresh('[data-live=list]').catch(() => undefined)
  }, listIntervalMs)
}
