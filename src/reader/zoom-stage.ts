const smallest = 0.05
const largest = 8
const arrowPixels = 60

/** A picture that is moved and scaled by wheel, drag, pinch and keys. Styles are set through the object model, which the policy allows. */
export class ZoomStage {
  readonly element = document.createElement('div')
  readonly #picture: SVGSVGElement | HTMLImageElement
  readonly #size: { readonly width: number; readonly height: number }
  readonly #pointers = new Map<number, { x: number; y: number }>()
  #scale = 1
  #x = 0
  #y = 0

  constructor(picture: SVGSVGElement | HTMLImageElement) {
    this.#picture = picture
    this.#size = { width: Number(picture.getAttribute('width')), height: Number(picture.getAttribute('height')) }
    this.element.className = 'zoom-stage'
    this.element.tabIndex = 0
    this.element.setAttribute('role', 'group')
    this.element.setAttribute('aria-label', 'Diagram: plus and minus scale it, arrows move it, 0 fits it into the window')
    this.element.append(picture)
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false })
    this.element.addEventListener('pointerdown', (event) => this.#down(event))
    this.element.addEventListener('pointermove', (event) => this.#move(event))
    for (const name of ['pointerup', 'pointercancel'] as const)
      this.element.addEventListener(name, (event) => this.#pointers.delete(event.pointerId))
  }

  /** As large as the window lets it be, in the middle. */
  fit(): void {
    const { width, height } = this.element.getBoundingClientRect()
    this.#scale = clamp(Math.min(width / this.#size.width, height / this.#size.height) * 0.96)
    this.#x = (width - this.#size.width * this.#scale) / 2
    this.#y = (height - this.#size.height * this.#scale) / 2
    this.#show()
  }

  /** About a point of the stage, which stays where it is; without one about the middle. */
  zoom(factor: number, at?: { readonly x: number; readonly y: number }): void {
    const { width, height } = this.element.getBoundingClientRect()
    const { x, y } = at ?? { x: width / 2, y: height / 2 }
    const scale = clamp(this.#scale * factor)
    this.#x = x - ((x - this.#x) * scale) / this.#scale
    this.#y = y - ((y - this.#y) * scale) / this.#scale
    this.#scale = scale
    this.#show()
  }

  press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = this.#keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  readonly #keys: Readonly<Record<string, () => void>> = {
    '+': () => this.zoom(1.25),
    '=': () => this.zoom(1.25),
    '-': () => this.zoom(1 / 1.25),
    '0': () => this.fit(),
    ArrowLeft: () => this.#shift(arrowPixels, 0),
    ArrowRight: () => this.#shift(-arrowPixels, 0),
    ArrowUp: () => this.#shift(0, arrowPixels),
    ArrowDown: () => this.#shift(0, -arrowPixels),
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault()
    this.zoom(Math.exp(-event.deltaY / 400), this.#placeOf(event))
  }

  #down(event: PointerEvent): void {
    this.element.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, this.#placeOf(event))
  }

  #move(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId)
    if (before === undefined) return
    const now = this.#placeOf(event)
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1]
    this.#pointers.set(event.pointerId, now)
    if (other === undefined) this.#shift(now.x - before.x, now.y - before.y)
    else this.zoom(distance(now, other) / Math.max(1, distance(before, other)), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 })
  }

  #shift(x: number, y: number): void {
    this.#x += x
    this.#y += y
    this.#show()
  }

  /** Scaled by width and height, not by transform, so that lines and letters stay sharp. */
  #show(): void {
    const { style } = this.#picture
    style.width = `${this.#size.width * this.#scale}px`
    style.height = `${this.#size.height * this.#scale}px`
    style.transform = `translate(${this.#x}px, ${this.#y}px)`
  }

  #placeOf({ clientX, clientY }: MouseEvent): { x: number; y: number } {
    const { left, top } = this.element.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
}

const clamp = (scale: number): number => Math.min(largest, Math.max(smallest, scale))
const distance = (a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }): number =>
  Math.hypot(a.x - b.x, a.y - b.y)
