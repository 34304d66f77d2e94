/** What the page asks of the drawing frame. */
export interface ToDraw {
  readonly id: number
  readonly source: string
  readonly dark: boolean
}

/** What it answers. */
export interface Drawn {
  readonly id: number
  /** Undefined when the library could not draw it. */
  readonly svg: string | undefined
  readonly width: number
  readonly height: number
}
