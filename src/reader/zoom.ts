import { makeButton } from './make-button.js'
import { ZoomStage } from './zoom-stage.js'

/** Every diagram opens in a view of its own. The button lies on the frame, so that nothing moves when it comes. */
export function addZoom(): void {
  for (const frame of document.querySelectorAll<HTMLElement>('.figure-scroll')) {
    const button = makeButton('Enlarge', 'zoom', () => openZoom(frame))
    button.setAttribute('aria-label', `Enlarge ${nameOf(frame)}`)
    frame.before(button)
  }
}

const nameOf = (frame: HTMLElement): string => frame.getAttribute('aria-label') ?? 'Diagram'

function openZoom(frame: HTMLElement): void {
  const picture = copyOf(frame)
  if (picture === undefined) return
  const dialog = document.createElement('dialog')
  dialog.className = 'zoomed'
  dialog.setAttribute('aria-label', nameOf(frame))
  const stage = new ZoomStage(picture)
  dialog.append(makeBar(dialog, stage, nameOf(frame)), stage.element)
  dialog.addEventListener('keydown', (event) => stage.press(event))
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  stage.fit()
  stage.element.focus()
}

function makeBar(dialog: HTMLDialogElement, stage: ZoomStage, name: string): HTMLElement {
  const bar = document.createElement('div')
  bar.className = 'zoom-bar'
  const title = document.createElement('p')
  title.textContent = name
  const buttons: readonly (readonly [sign: string, label: string, act: () => void])[] = [
    ['−', 'Smaller', () => stage.zoom(1 / 1.25)],
    ['+', 'Larger', () => stage.zoom(1.25)],
    ['Fit', 'Fit into the window', () => stage.fit()],
    ['Close', 'Close', () => dialog.close()],
  ]
  bar.append(title)
  for (const [sign, label, act] of buttons) {
    const button = makeButton(sign, 'plain small', act)
    button.setAttribute('aria-label', label)
    bar.append(button)
  }
  return bar
}

/** The name of the copy is the dialog's; an id must not stand twice on the page. */
function copyOf(frame: HTMLElement): SVGSVGElement | HTMLImageElement | undefined {
  const copy = frame.querySelector<SVGSVGElement | HTMLImageElement>('svg, img')?.cloneNode(true)
  if (copy instanceof HTMLImageElement) return copy
  if (!(copy instanceof SVGSVGElement)) return undefined
  copy.removeAttribute('aria-labelledby')
  copy.removeAttribute('role')
  copy.setAttribute('aria-hidden', 'true')
  copy.querySelector('title')?.remove()
  return copy
}
