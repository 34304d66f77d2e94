import type { Drawn, ToDraw } from './drawing-messages.js'

/** Drawing takes moments; a frame that is silent this long has failed. */
const patienceMs = 30_000

/** A page out of sight that draws. What it answers is shown as a picture only, so it can run nothing and load nothing. */
export class DrawingFrame {
  readonly #waiting = new Map<number, (drawn: Drawn) => void>()
  #frame: Promise<Window> | undefined
  #asked = 0

  async draw(source: string, dark: boolean): Promise<Drawn> {
    const frame = await (this.#frame ??= this.#open())
    const request: ToDraw = { id: (this.#asked += 1), source, dark }
    const drawn = new Promise<Drawn>((resolve, reject) => {
      this.#waiting.set(request.id, resolve)
      window.setTimeout(() => reject(new Error('the drawing frame is silent')), patienceMs)
    })
    // The frame has an origin of its own, which has no name to address it by.
    frame.postMessage(request, '*')
    return drawn.finally(() => this.#waiting.delete(request.id))
  }

  /** Sandboxed without `allow-same-origin`: nothing of this site is within its reach. */
  #open(): Promise<Window> {
    const frame = document.createElement('iframe')
    frame.setAttribute('sandbox', 'allow-scripts')
    frame.setAttribute('aria-hidden', 'true')
    frame.title = 'Drawing'
    frame.tabIndex = -1
    frame.className = 'drawing-frame'
    frame.src = '/drawing'
    return new Promise((resolve, reject) => {
      addEventListener('message', ({ source, data }: MessageEvent<Drawn | 'ready'>) => {
        if (frame.contentWindow === null || source !== frame.contentWindow) return
        if (data === 'ready') resolve(frame.contentWindow)
        else this.#waiting.get(data.id)?.(data)
      })
      window.setTimeout(() => reject(new Error('the drawing frame did not open')), patienceMs)
      document.body.append(frame)
    })
  }
}
