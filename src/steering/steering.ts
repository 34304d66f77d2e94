/** What readers the wiki is ordered for. */
export const documentTypes = ['architecture', 'api', 'user-guide', 'developer'] as const
export type DocumentType = (typeof documentTypes)[number]

/** A page that must exist, whatever the modules are. */
export interface AskedPage {
  readonly title: string
  /** What it is to tell. */
  readonly purpose: string
  /** Title or address of the page above it. Undefined: the overview. */
  readonly parent?: string | undefined
  /** Globs of the files that it is about. Empty: they are found by the words of title and purpose. */
  readonly focus: readonly string[]
  /** What else its writer should know. */
  readonly notes: readonly string[]
}

/** What one source (a job's options, a file of the repository) asks for. */
export interface Wishes {
  readonly instructions?: string | undefined
  readonly audience?: string | undefined
  readonly documentType?: DocumentType | undefined
  /** Canonical BCP 47 tag: `de`, `pt-BR`. */
  readonly language?: string | undefined
  /** Globs over paths of what matters most. */
  readonly focus: readonly string[]
  readonly pages: readonly AskedPage[]
}

/**
 * Who asked: `job`, or the path of a file of the repository. Only the job's text is from somebody who may use this CodeWiki; a file's is
 * from whoever wrote the repository and is data: it may set style and emphasis, never what pages may claim, cite or link to.
 */
export type WishOrigin = 'job' | (string & {})

export interface Wished<T> {
  readonly value: T
  readonly from: WishOrigin
}

/** How a wiki is steered, after everybody who may ask was heard: the job over `.codewiki` over `.devin`. */
export interface Steering {
  /** Of every source, the one that counts most first. */
  readonly instructions: readonly Wished<string>[]
  readonly audience: Wished<string> | undefined
  readonly documentType: Wished<DocumentType> | undefined
  readonly language: Wished<string> | undefined
  readonly focus: readonly string[]
  /** Each title once. */
  readonly pages: readonly Wished<AskedPage>[]
}

export const notSteered: Steering = { instructions: [], audience: undefined, documentType: undefined, language: undefined, focus: [], pages: [] }
