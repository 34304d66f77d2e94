import { posix } from 'node:path'
import type { Language } from '../language.js'
import { c } from './c.js'
import { svelte, vue } from './components.js'
import { cpp } from './cpp.js'
import { csharp } from './csharp.js'
import { go } from './go.js'
import { java } from './java.js'
import { javascript } from './javascript.js'
import { kotlin } from './kotlin.js'
import { php } from './php.js'
import { python } from './python.js'
import { ruby } from './ruby.js'
import { rust } from './rust.js'
import { scala } from './scala.js'
import { shell } from './shell.js'
import { swift } from './swift.js'
import { typescript } from './typescript.js'

/** Every language that is parsed. */
export const languages: readonly Language[] = [typescript, javascript, python, java, kotlin, go, rust, c, cpp, csharp, php, ruby, swift, scala, shell, vue, svelte]

const byExtension = new Map(languages.flatMap((language) => Object.entries(language.grammars).map(([extension, grammar]) => [extension, { language, grammar }] as const)))
const byId = new Map(languages.map((language) => [language.id, language]))

/** Names for the statistics and for highlighting of files that are not parsed. The id is the highlighter's. */
const otherLanguages: Readonly<Record<string, readonly [id: string, label: string]>> = {
  '.sql': ['sql', 'SQL'], '.lua': ['lua', 'Lua'], '.r': ['r', 'R'], '.dart': ['dart', 'Dart'], '.ex': ['elixir', 'Elixir'], '.exs': ['elixir', 'Elixir'],
  '.tcl': ['tcl', 'Tcl'], '.pl': ['perl', 'Perl'], '.zig': ['zig', 'Zig'], '.html': ['html', 'HTML'], '.css': ['css', 'CSS'], '.scss': ['scss', 'SCSS'],
  '.json': ['json', 'JSON'], '.yml': ['yaml', 'YAML'], '.yaml': ['yaml', 'YAML'], '.toml': ['toml', 'TOML'], '.xml': ['xml', 'XML'], '.md': ['markdown', 'Markdown'],
  '.rst': ['rst', 'reStructuredText'], '.proto': ['proto', 'Protocol Buffers'], '.graphql': ['graphql', 'GraphQL'], '.tf': ['terraform', 'Terraform'],
  '.gradle': ['groovy', 'Groovy'], '.groovy': ['groovy', 'Groovy'],
}

/** Whether lines of a language count as code in the statistics. */
const notCode = new Set(['json', 'yaml', 'toml', 'xml', 'markdown', 'rst'])

export interface Recognised {
  readonly id: string
  readonly label: string
  /** Undefined: known by name only. */
  readonly grammar: string | undefined
  readonly isCode: boolean
}

/** `headersAreCpp`: a `.h` is C++ in a repository whose other files are. */
export function recognise(path: string, headersAreCpp = false): Recognised | undefined {
  const written = posix.extname(path).toLowerCase()
  const extension = headersAreCpp && written === '.h' ? '.hpp' : written
  const parsed = byExtension.get(extension)
  if (parsed !== undefined) return { id: parsed.language.id, label: parsed.language.label, grammar: parsed.grammar, isCode: true }
  const other = otherLanguages[extension]
  if (other !== undefined) return { id: other[0], label: other[1], grammar: undefined, isCode: !notCode.has(other[0]) }
  const name = posix.basename(path)
  if (/^(GNU)?makefile$/i.test(name) || extension === '.mk') return { id: 'make', label: 'Makefile', grammar: undefined, isCode: false }
  if (/^Dockerfile/.test(name)) return { id: 'docker', label: 'Dockerfile', grammar: undefined, isCode: false }
  return undefined
}

/** More of the one than of the other; headers say nothing. */
export function isMostlyCpp(paths: readonly string[]): boolean {
  const count = (pattern: RegExp) => paths.filter((path) => pattern.test(path)).length
  return count(/\.(cc|cpp|cxx|hpp|hh|hxx)$/i) > count(/\.c$/i)
}

export const languageOf = (id: string | undefined): Language | undefined => (id === undefined ? undefined : byId.get(id))
