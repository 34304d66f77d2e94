import { makeButton } from './make-button.js'

const shownMs = 1_500

/** Code, links to sections and the whole page can be copied. */
export function addCopying(): void {
  for (const block of document.querySelectorAll<HTMLElement>('.prose pre.code')) {
    const button = makeButton('Copy', 'copy', () => void copyAndSay(button, async () => block.querySelector('code')?.textContent ?? ''))
    block.append(button)
  }
  for (const anchor of document.querySelectorAll<HTMLAnchorElement>('.prose .anchor')) {
    anchor.addEventListener('click', () => void copyAndSay(anchor, async () => anchor.href))
  }
  const page = document.querySelector<HTMLElement>('[data-copy-page]')
  page?.addEventListener('click', () => void copyAndSay(page, () => markdownOf(page.dataset['copyPage'] ?? '')))
}

async function markdownOf(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`the page answered ${answer.status}`)
  return answer.text()
}

/** What was clicked says for a moment whether it worked; screen readers hear it. */
async function copyAndSay(place: HTMLElement, read: () => Promise<string>): Promise<void> {
  const before = (place.dataset['label'] ??= place.textContent ?? '')
  const said = await read()
    .then(copy)
    .then(() => 'Copied')
    .catch(() => 'Could not copy')
  place.textContent = before === '#' ? (said === 'Copied' ? '✓' : '✕') : said
  say(said)
  window.setTimeout(() => (place.textContent = before), shownMs)
}

/** The clipboard of scripts exists on https and localhost only; elsewhere the older way still works. */
async function copy(text: string): Promise<void> {
  if (window.isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'unseen'
  document.body.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (!copied) throw new Error('the browser does not allow it')
}

export function say(words: string): void {
  let place = document.querySelector<HTMLElement>('[data-said]')
  if (place === null) {
    place = document.createElement('p')
    place.className = 'unseen'
    place.dataset['said'] = ''
    place.setAttribute('role', 'status')
    document.body.append(place)
  }
  place.textContent = words
}
