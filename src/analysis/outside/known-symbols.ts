import type { OutsideKind, SymbolTable } from './outside-use.js'
import { cSymbols } from './symbols/c.js'
import { dotnetSymbols } from './symbols/dotnet.js'
import { ecmascriptSymbols } from './symbols/ecmascript.js'
import { goSymbols } from './symbols/go.js'
import { jvmSymbols } from './symbols/jvm.js'
import { phpSymbols } from './symbols/php.js'
import { pythonSymbols } from './symbols/python.js'
import { rubySymbols } from './symbols/ruby.js'
import { rustSymbols } from './symbols/rust.js'
import { swiftSymbols } from './symbols/swift.js'

/** What a name may stand for. */
export interface Candidate {
  /** Package and name: `subprocess.run`. */
  readonly symbol: string
  /** The name is only known to be what the package has, if it has it: `*` of this package and of those around it says nothing. */
  readonly guessed?: string
  /** Of something that a type or a call gave: only what is named in full counts. */
  readonly isMember?: true
}

/** The symbols of one ecosystem by their full names. */
export class KnownSymbols {
  readonly implicit: readonly string[]
  readonly #named = new Map<string, OutsideKind>()
  readonly #open = new Map<string, OutsideKind>()

  constructor({ rows, implicit = [] }: SymbolTable) {
    this.implicit = implicit
    for (const [kind, packageName, names] of rows) {
      for (const name of names.split(' ')) {
        const full = packageName === '' ? name : `${packageName}.${name}`
        const [symbols, key] = full.endsWith('.*') ? [this.#open, full.slice(0, -2)] : [this.#named, full]
        if (!symbols.has(key)) symbols.set(key, kind)
      }
    }
  }

  /** Of a symbol that is named in a row. */
  namedKindOf({ symbol }: Candidate): OutsideKind | undefined {
    return this.#named.get(symbol)
  }

  kindOf({ symbol, guessed = '', isMember }: Candidate): OutsideKind | undefined {
    const named = this.#named.get(symbol)
    // What a package throws is no use of what it is for.
    if (named !== undefined || isMember === true || /(?:Exception|Error)$/.test(symbol)) return named
    for (let end = lastMark(symbol); end > guessed.length; end = lastMark(symbol.slice(0, end))) {
      const kind = this.#open.get(symbol.slice(0, end))
      if (kind !== undefined) return kind
    }
    return undefined
  }
}

/** Where the last part begins: `a/b.c` is of `a/b`, that of `a`. */
const lastMark = (symbol: string): number => Math.max(symbol.lastIndexOf('.'), symbol.lastIndexOf('/'))

const tables = [cSymbols, dotnetSymbols, ecmascriptSymbols, goSymbols, jvmSymbols, phpSymbols, pythonSymbols, rubySymbols, rustSymbols, swiftSymbols]

/** By id of the language. */
export const knownSymbols: ReadonlyMap<string, KnownSymbols> = new Map(
  tables.flatMap((table) => {
    const known = new KnownSymbols(table)
    return table.languages.map((language) => [language, known] as const)
  }),
)
