/** 1-based, inclusive. */
export interface LineRange {
  readonly startLine: number
  readonly endLine: number
}

/** A fact with the place it was read from. */
export interface Sourced<T> {
  readonly value: T
  readonly path: string
  readonly startLine: number
  readonly endLine: number
}
