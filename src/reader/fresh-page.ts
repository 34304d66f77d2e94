/** The page as the server has it now; undefined when it cannot be had. */
export async function fetchFresh(): Promise<Document | undefined> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined)
  // Its module is a part of another one by now.
  if (answer?.ok === true && answer.redirected) history.replaceState(history.state, '', answer.url + location.hash)
  return answer?.ok === true ? new DOMParser().parseFromString(await answer.text(), 'text/html') : undefined
}

/** Takes over what changed in one element; `whole`: its attributes, too. Who stood with the keyboard in it stands there still. */
export function takeOver(selector: string, fresh: Document, whole = false): void {
  const [now, next] = [document.querySelector(selector), fresh.querySelector(selector)]
  if (now === null || next === null || now.innerHTML === next.innerHTML) return
  if (whole) for (const { name, value } of next.attributes) now.setAttribute(name, value)
  const focused = now.contains(document.activeElement) ? nameOf(document.activeElement) : undefined
  now.replaceChildren(...next.childNodes)
  if (focused !== undefined) (now.querySelector<HTMLElement>(focused) ?? document.querySelector<HTMLElement>('main'))?.focus()
}

export function takeOverTitle(fresh: Document): void {
  document.title = fresh.title
  const [now, next] = [document.querySelector('link[rel=icon]'), fresh.querySelector('link[rel=icon]')]
  if (next !== null && now?.getAttribute('href') !== next.getAttribute('href')) now?.replaceWith(next)
}

function nameOf(element: Element | null): string | undefined {
  if (element === null) return undefined
  const href = element.getAttribute('href')
  return element.id === '' ? (href === null ? 'summary' : `a[href="${CSS.escape(href)}"]`) : `#${CSS.escape(element.id)}`
}
