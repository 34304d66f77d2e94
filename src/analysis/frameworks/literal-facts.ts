import type { LineRange } from '../source-place.js'

/** An environment variable that code reads. */
export interface SettingRead {
  readonly name: string
  readonly line: number
  /** When it is written there as a literal. */
  readonly default?: string
}

/** A path that code answers over HTTP, as written: where a router is mounted is not known here. */
export interface RouteFact extends LineRange {
  readonly framework: string
  /** `GET`, `GET, POST`; `any` where none is named. */
  readonly method: string
  readonly path: string
  /** Name of the function that answers, when it is named there. */
  readonly handler?: string
}

/** A command or option of a command line. */
export interface CommandFact extends LineRange {
  readonly framework: string
  readonly kind: 'command' | 'option'
  /** `serve <port>`, `-f, --file <path>`. */
  readonly name: string
  readonly purpose?: string
  /** The command that an option belongs to, where the code says it in one breath. */
  readonly of?: string
}

export interface LiteralFacts {
  readonly settings?: readonly SettingRead[]
  readonly routes?: readonly RouteFact[]
  readonly commands?: readonly CommandFact[]
}

/** A call or annotation with what is literal among its arguments. */
export interface LiteralCall extends LineRange {
  readonly name: string
  /** What stands before the last dot: `app`, `new Hono()`, `program.command('serve')`. */
  readonly receiver: string
  readonly args: readonly LiteralArgument[]
  readonly isAnnotation: boolean
  /** The definition that an annotation belongs to, and the one around it. */
  readonly on?: string
  readonly onLine?: number
  /** The first paragraph of what is written about it. */
  readonly onDoc?: string
  readonly isOnType?: boolean
}

export interface LiteralArgument {
  readonly key?: string
  /** As written, cut. */
  readonly text: string
  readonly literal?: string
  readonly list?: readonly string[]
}
