import { CaptureQuantifier, Query, type Language as Grammar, type Node } from 'web-tree-sitter'
import type { ComponentKind, ReferenceKind } from '../../code-map.js'
import { Captures, type Pattern } from './captures.js'

/** Patterns that may be half matched at once. People's code needs some hundreds at most; the cost of a chain of calls without end grows with it. */
const matchLimit = 1_000

/** Matches by what they tell, as the names of their captures say. A match may tell several things. */
const groups = {
  packages: /^package$/,
  definitions: /^def\./,
  exports: /^export(\.default)?$/,
  returns: /^returns$/,
  access: /^access$/,
  imports: /^import\./,
  references: /^ref\.(?!read$)/,
  reads: /^ref\.read$/,
  silent: /^silent(\.within)?$/,
  bindings: /^var$/,
  locals: /^local$/,
  typeParameters: /^local\.type$/,
} as const

type Group = keyof typeof groups
const groupNames = Object.keys(groups) as Group[]

/** Each group in the order in which its matches were found. */
export type Matches = Readonly<Record<Group, readonly Captures[]>>

/** Captures that say something by being there: nobody asks where. */
const markNames = /^(?:ref\..*|bind|bind\.field|import|import\.star|reexport|tag)$/

/** A language's query, its matches sorted once. (As patterns of it, scopes would spare a walk, but took more than 10 s of processor for 100,000 nested blocks.) */
export class FactsQuery {
  readonly #query: Query
  readonly #patterns: readonly { readonly pattern: Pattern; readonly groups: readonly Group[] }[]

  /** `source`: text of the language's query files. */
  constructor(grammar: Grammar, source: string) {
    const query = new Query(grammar, source)
    const names = query.captureQuantifiers.map((quantifiers) => query.captureNames.filter((_, at) => (quantifiers[at] ?? 0) > 0))
    const marks = query.captureNames.filter((name, at) => markNames.test(name) && query.captureQuantifiers.every((quantifiers) => isAlwaysOrNever(quantifiers[at])))
    // Making a node of each capture is a good part of a query's cost.
    for (const mark of marks) query.disableCapture(mark)
    this.#query = query
    this.#patterns = names.map((own) => ({
      pattern: {
        defines: rest(own, 'def.') as ComponentKind | undefined,
        refers: rest(own, 'ref.') as ReferenceKind | undefined,
        marks: new Set(own.filter((name) => marks.includes(name))),
      },
      groups: groupNames.filter((group) => own.some((name) => groups[group].test(name))),
    }))
  }

  run(root: Node): Matches {
    const matches: Record<Group, Captures[]> = {
      packages: [], definitions: [], exports: [], returns: [], access: [], imports: [], references: [], reads: [], silent: [], bindings: [], locals: [], typeParameters: [],
    }
    for (const { patternIndex, captures } of this.#query.matches(root, { matchLimit })) {
      const known = this.#patterns[patternIndex]
      if (known === undefined) continue
      const match = new Captures(captures, known.pattern)
      for (const group of known.groups) matches[group].push(match)
    }
    return matches
  }
}

const isAlwaysOrNever = (quantifier: CaptureQuantifier = CaptureQuantifier.Zero): boolean => quantifier === CaptureQuantifier.Zero || quantifier === CaptureQuantifier.One

const rest = (names: readonly string[], prefix: string): string | undefined => names.find((name) => name.startsWith(prefix))?.slice(prefix.length)
