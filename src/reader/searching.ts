import { showTree } from './page-tree.js'

interface Hit {
  readonly slug: string
  readonly title: string
  readonly anchor: string
  readonly heading: string
}

const quietMs = 120
const shown = 8

/** Results while typing; without scripts the form leads to the page of results. */
export function instantSearch(): void {
  const form = document.querySelector<HTMLFormElement>('[data-search]')
  const input = form?.querySelector('input')
  const results = form?.querySelector<HTMLElement>('[data-results]')
  if (form === null || input === null || input === undefined || results === null || results === undefined) return
  let timer: number | undefined
  let asked = 0
  const show = async () => {
    const query = input.value.trim()
    const turn = (asked += 1)
    if (query.length < 2) return void (results.hidden = true)
    const answer = await fetch(`${form.dataset['search'] ?? ''}?limit=${shown}&q=${encodeURIComponent(query)}`)
    if (!answer.ok || turn !== asked) return
    const body = (await answer.json()) as { readonly hits?: readonly Hit[] }
    results.replaceChildren(...(body.hits ?? []).map((hit) => link(hit, form.dataset['base'] ?? '')))
    results.hidden = results.childElementCount === 0
  }
  input.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void show().catch(() => undefined), quietMs)
  })
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') results.hidden = true
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event, [input, ...results.querySelectorAll('a')])
  })
}

function link(hit: Hit, base: string): HTMLAnchorElement {
  const anchor = document.createElement('a')
  anchor.href = `${base}/${hit.slug}${hit.anchor === '' ? '' : `#${hit.anchor}`}`
  anchor.textContent = hit.heading === '' ? hit.title : `${hit.title} › ${hit.heading}`
  return anchor
}

function move(event: KeyboardEvent, stops: readonly HTMLElement[]): void {
  event.preventDefault()
  const at = stops.findIndex((stop) => stop === document.activeElement)
  stops[Math.min(stops.length - 1, Math.max(0, at + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus()
}

/** `/` searches, `t` goes to the tree, `[` and `]` turn the page. */
export function addKeys(): void {
  addEventListener('keydown', (event) => {
    const typing = event.target instanceof HTMLElement && /^(input|textarea|select)$/i.test(event.target.tagName)
    if (typing || document.querySelector('dialog[open]') !== null || event.ctrlKey || event.metaKey || event.altKey) return
    const targets: Readonly<Record<string, string>> = {
      '/': '.search input',
      t: '.tree a[aria-current], .tree a',
      '[': 'a[rel=prev]',
      ']': 'a[rel=next]',
    }
    const selector = targets[event.key]
    const target = selector === undefined ? null : document.querySelector<HTMLElement>(selector)
    if (target === null) return
    event.preventDefault()
    if (event.key === '/' || event.key === 't') showTree(true)
    if (target instanceof HTMLAnchorElement && event.key !== 't') target.click()
    else target.focus()
  })
}
