/** How a framework writes routes and commands, as data: adding one is adding an entry to `frameworks.ts`. */
export interface Framework {
  readonly label: string
  readonly languages: readonly string[]
  /** Modules of which a file must import one; for frameworks that are there without an import, what its text must say. */
  readonly imports?: RegExp
  readonly says?: RegExp
  readonly routes?: readonly RouteRule[]
  readonly commands?: readonly CommandRule[]
}

interface Rule {
  readonly by: 'call' | 'annotation'
  /** Names of the calls or annotations, with the method or kind that each stands for. */
  readonly names: Readonly<Record<string, string>>
  /** What must stand before the dot; checked against the variable's name and against what it is made of. */
  readonly receiver?: RegExp
}

export interface RouteRule extends Rule {
  /** What a path looks like, so that `cache.get('key')` is none. */
  readonly path?: RegExp
  /** Keys of the argument that names methods: `methods=['GET']`. */
  readonly methods?: readonly string[]
  /** Position of the path among the arguments without a key; the keys that may hold it instead. */
  readonly at?: number
  readonly keys?: readonly string[]
  /** The least number of arguments: a route has somebody who answers. */
  readonly least?: number
  /** Names of annotations on a type that are a prefix of what is inside. */
  readonly prefixNames?: readonly string[]
  readonly handler?: 'last' | 'none'
  /** A path that may be left out stands for the prefix alone. */
  readonly mayLackPath?: true
}

export interface CommandRule extends Rule {
  /** The key or position of what is said about it. */
  readonly purpose?: { readonly key?: string; readonly at?: number }
  /** Keys that name it, where no argument without a key does. */
  readonly nameKey?: string
  /** What stands before the dot names the command that it belongs to: `.command('serve').option(…)`. */
  readonly follows?: RegExp
  /** Named by the function that it stands on, when nothing else does. */
  readonly namedByFunction?: true
}
