import { fetchFresh, takeOver } from './fresh-page.js'

const intervalMs = 3_000

/** The list of jobs looks again while somebody looks at it. */
export function refreshList(): void {
  if (document.querySelector('[data-live=list]') === null) return
  window.setInterval(() => {
    if (document.hidden) return
    void fetchFresh().then((fresh) => {
      if (fresh !== undefined) takeOver('[data-live=list]', fresh)
    })
  }, intervalMs)
}
