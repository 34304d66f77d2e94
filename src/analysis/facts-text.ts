import type { Binding, FileFacts, ReferenceFact } from './file-facts.js'
import type { ReferenceKind } from './code-map.js'

/** Raised when the text is written in another way: part of the facts' keys. */
export const factsFormat = 3

/** A file's facts as linking keeps them: what only the file itself needs stays packed until it is asked for. */
export interface KeptFacts extends Omit<FileFacts, 'references' | 'bindings' | 'locals'> {
  /** What its types inherit from. */
  readonly inherits: readonly ReferenceFact[]
  /** Bindings that are fields. */
  readonly fields: readonly Binding[]
  /** Unpacked anew each time. */
  readonly references: () => readonly ReferenceFact[]
  /** Unpacked anew each time. */
  readonly inside: () => Inside
}

/** What is bound and hidden within a file. */
export type Inside = Pick<FileFacts, 'bindings' | 'locals'>

type Head = Omit<KeptFacts, 'references' | 'inside'>
/** Without what most references lack at its end. */
type Row = readonly [name: string, kind: number, line: number, within: number, receiver?: string | null, args?: readonly string[] | null, typeArgs?: number | null, isTag?: true]

const kinds: readonly ReferenceKind[] = ['call', 'new', 'type', 'extends', 'implements', 'read']
/** Of a type that may be a value: what is asked of it takes the place of its receiver, for it has none. */
const ofMember = kinds.length

/** Facts of one file as they travel and are stored: three lines of JSON, what any file may ask, what holds inside, references in rows. */
export function writeFacts({ references, bindings, locals, ...rest }: FileFacts): string {
  const inherits = references.filter(({ kind }) => kind === 'extends' || kind === 'implements')
  const head: Head = { ...rest, inherits, fields: bindings.filter(({ field }) => field === true) }
  const inside: Inside = { bindings, locals }
  return `${JSON.stringify(head)}\n${JSON.stringify(inside)}\n${JSON.stringify(references.map(toRow))}`
}

export function readFacts(text: string): KeptFacts {
  const first = text.indexOf('\n')
  const second = text.indexOf('\n', first + 1)
  const head = JSON.parse(text.slice(0, first)) as Head
  // Copies: a part of a string keeps the whole alive.
  const inside = Buffer.from(text.slice(first + 1, second))
  const rows = Buffer.from(text.slice(second + 1))
  return {
    ...head,
    inside: () => JSON.parse(inside.toString()) as Inside,
    references: () => (JSON.parse(rows.toString()) as readonly Row[]).map(fromRow),
  }
}

function toRow({ name, kind, line, within, receiver, args, typeArgs, isTag, member }: ReferenceFact): Row {
  if (member !== undefined) return [name, ofMember, line, within, member]
  const at = kinds.indexOf(kind)
  if (isTag === true) return [name, at, line, within, receiver ?? null, args ?? null, typeArgs ?? null, isTag]
  if (typeArgs !== undefined) return [name, at, line, within, receiver ?? null, args ?? null, typeArgs]
  if (args !== undefined) return [name, at, line, within, receiver ?? null, args]
  return receiver === undefined ? [name, at, line, within] : [name, at, line, within, receiver]
}

const fromRow = ([name, kind, line, within, receiver, args, typeArgs, isTag]: Row): ReferenceFact =>
  kind === ofMember
    ? { name, kind: 'type', line, within, member: receiver ?? undefined }
    : { name, kind: kinds[kind] ?? 'read', line, within, receiver: receiver ?? undefined, args: args ?? undefined, typeArgs: typeArgs ?? undefined, isTag }
