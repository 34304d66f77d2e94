import type { DocumentFacts } from './documents/document-facts.js'

/** A file of code, or one of a known format. */
export type ParseRequest = { readonly path: string; readonly content: Buffer } & ReadAs

export type ReadAs = { readonly language: string; readonly grammar: string } | { readonly document: string }

/** `unreadable`: the file is not what its name says. */
export type ParseResult = { readonly facts: string } | { readonly failed: 'timed-out' | 'parser-failed' | 'unreadable' }

/** Parses many files, outside this process. One file that hangs or crashes the parser costs itself only. */
export interface FileParser {
  /** Results in the order of the requests. Facts come as text: of code as `writeFacts` has it, of documents as JSON. */
  parse(requests: readonly ParseRequest[], signal: AbortSignal): Promise<readonly ParseResult[]>
  close(): Promise<void>
}

/** Facts by blob, language and query version, shared by all repositories and commits. May forget. */
export interface FactsCache {
  get(keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  put(facts: ReadonlyMap<string, string>): Promise<void>
}

/** Undefined: the file says nothing of the kind that its name promises. */
export const readDocumentFacts = (json: string): DocumentFacts | undefined => (JSON.parse(json) as DocumentFacts | null) ?? undefined
