import { posix } from 'node:path'
import type { Language } from '../language.js'
import { c } from './c.js'
import { go } from './go.js'
import { java } from './java.js'
import { javascript } from './javascript.js'
import { python } from './python.js'
import { typescript } from './typescript.js'

/** Every language that is parsed. */
export const languages: readonly Language[] = [typescript, javascript, python, java, go, c]

const byExtension = new Map(languages.flatMap((language) => Object.entries(language.grammars).map(([extension, grammar]) => [extension, { language, grammar }] as const)))
const byId = new Map(languages.map((language) => [language.id, language]))

/** Names for the statistics and for highlighting of files that are not parsed. The id is the highlighter's. */
const otherLanguages: Readonly<Record<string, readonly [id: string, label: string]>> = {
  '.kt': ['kotlin', 'Kotlin'], '.kts': ['kotlin', 'Kotlin'], '.rs': ['rust', 'Rust'], '.cc': ['cpp', 'C++'], '.cpp': ['cpp', 'C++'], '.cxx': ['cpp', 'C++'],
  '.hpp': ['cpp', 'C++'], '.hh': ['cpp', 'C++'], '.cs': ['csharp', 'C#'], '.php': ['php', 'PHP'], '.rb': ['ruby', 'Ruby'], '.swift': ['swift', 'Swift'],
  '.scala': ['scala', 'Scala'], '.sh': ['shellscript', 'Shell'], '.bash': ['shellscript', 'Shell'], '.sql': ['sql', 'SQL'], '.vue': ['vue', 'Vue'],
  '.svelte': ['svelte', 'Svelte'], '.lua': ['lua', 'Lua'], '.r': ['r', 'R'], '.dart': ['dart', 'Dart'], '.ex': ['elixir', 'Elixir'], '.exs': ['elixir', 'Elixir'],
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

export function recognise(path: string): Recognised | undefined {
  const extension = posix.extname(path).toLowerCase()
  const parsed = byExtension.get(extension)
  if (parsed !== undefined) return { id: parsed.language.id, label: parsed.language.label, grammar: parsed.grammar, isCode: true }
  const other = otherLanguages[extension]
  if (other !== undefined) return { id: other[0], label: other[1], grammar: undefined, isCode: !notCode.has(other[0]) }
  const name = posix.basename(path)
  if (/^(GNU)?makefile$/i.test(name) || extension === '.mk') return { id: 'make', label: 'Makefile', grammar: undefined, isCode: false }
  if (/^Dockerfile/.test(name)) return { id: 'docker', label: 'Dockerfile', grammar: undefined, isCode: false }
  return undefined
}

export const languageOf = (id: string | undefined): Language | undefined => (id === undefined ? undefined : byId.get(id))
