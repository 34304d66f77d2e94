import type { CmakeFacts } from '../document-facts.js'
import { given } from '../line-finder.js'

const targets: Readonly<Record<string, CmakeFacts['targets'][number]['kind']>> = { add_executable: 'executable', add_library: 'library', add_test: 'test', add_custom_target: 'custom' }

interface Call {
  readonly name: string
  readonly words: readonly string[]
  readonly startLine: number
  readonly endLine: number
}

/** CMakeLists.txt: commands with literal names; what a function or macro makes under a computed name is left out. */
export function readCmake(text: string): CmakeFacts | undefined {
  const calls = callsOf(text)
  const isLiteral = (word: string | undefined): word is string => word !== undefined && /^[\w.+-]+$/.test(word)
  const place = ({ startLine, endLine }: Call) => ({ startLine, endLine })
  const found: CmakeFacts = {
    kind: 'cmake',
    targets: calls.flatMap((call) => {
      const kind = targets[call.name]
      const name = call.words[0] === 'NAME' ? call.words[1] : call.words[0]
      const isAlias = call.words.includes('ALIAS') || call.words.includes('IMPORTED')
      return kind === undefined || !isLiteral(name) || isAlias ? [] : [{ kind, name, ...place(call) }]
    }),
    options: calls.flatMap((call) => (call.name === 'option' && isLiteral(call.words[0]) ? [{ name: call.words[0], purpose: call.words[1] ?? '', ...given('value', call.words[2]), ...place(call) }] : [])),
    packages: calls.flatMap((call) => (call.name === 'find_package' && isLiteral(call.words[0]) ? [{ text: [call.words[0], /^\d/.test(call.words[1] ?? '') ? call.words[1] : ''].join(' ').trim(), line: call.startLine }] : [])),
  }
  return found.targets.length + found.options.length + found.packages.length === 0 ? undefined : found
}

function callsOf(text: string): Call[] {
  const calls: Call[] = []
  let line = 1
  let at = 0
  const plain = text.replaceAll(/^\s*#.*$/gm, '')
  for (const match of plain.matchAll(/\b(add_executable|add_library|add_test|add_custom_target|option|find_package)\s*\(([^()]{0,2000})\)/gi)) {
    line += newlines(plain.slice(at, match.index))
    at = match.index
    const words = [...(match[2] ?? '').matchAll(/"((?:[^"\\]|\\.)*)"|[^\s"]+/g)].map((word) => word[1] ?? word[0])
    calls.push({ name: (match[1] ?? '').toLowerCase(), words, startLine: line, endLine: line + newlines(match[0]) })
  }
  return calls
}

const newlines = (text: string): number => text.split('\n').length - 1
