import type { Component } from '../code-map.js'
import type { KeptFacts } from '../facts-text.js'
import type { Language } from '../language.js'

/** One file's facts with the components they became. */
export interface ParsedFile {
  readonly path: string
  readonly language: Language
  readonly facts: KeptFacts
  /** By index of the definition. */
  readonly components: readonly Component[]
}
