import type { ReadmeExample, Sourced } from '../code-map.js'
import { languages } from '../languages/registry.js'

const minLines = 2
const maxLines = 30
const maxCharacters = 2_000

/** One language under several names: examples of TypeScript are often written in JavaScript, those of components in JSX. */
const kin: Readonly<Record<string, string>> = { javascript: 'typescript', vue: 'typescript', svelte: 'typescript' }
const spellings: Readonly<Record<string, string>> = { 'c++': 'cpp', 'c#': 'csharp', golang: 'go', python3: 'python', pycon: 'python', node: 'javascript' }
/** A shell's lines are commands, told elsewhere. */
const byTag = new Map(
  languages.filter(({ id }) => id !== 'shell').flatMap(({ id, grammars }) => [id, ...Object.keys(grammars).map((extension) => extension.slice(1))].map((tag) => [tag, id] as const)),
)
const kindOf = (id: string): string => kin[id] ?? id

/** The first block of code in the README that is in one of the repository's own languages, word for word. `known`: ids of those. */
export function readReadmeExample(path: string, text: string, known: ReadonlySet<string>): Sourced<ReadmeExample> | undefined {
  const kinds = new Set([...known].map(kindOf))
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const block = fenced(lines, at) ?? directive(lines, at)
    if (block === undefined) continue
    const language = byTag.get(spellings[block.tag] ?? block.tag)
    const code = block.code.join('\n')
    const filled = block.code.filter((line) => line.trim() !== '').length
    if (language !== undefined && kinds.has(kindOf(language)) && filled >= minLines && block.code.length <= maxLines && code.length <= maxCharacters) {
      return { value: { language, code }, path, startLine: block.first + 1, endLine: block.first + block.code.length }
    }
    at = block.end
  }
  return undefined
}

interface Block {
  readonly tag: string
  readonly code: readonly string[]
  /** Indices of its first line of code, and of the line that ends it. */
  readonly first: number
  readonly end: number
}

function fenced(lines: readonly string[], at: number): Block | undefined {
  const [, indent = '', fence, tag = ''] = /^( {0,3})(`{3,}|~{3,})\s*\{?\.?([\w+#-]*)/.exec(lines[at] ?? '') ?? []
  if (fence === undefined) return undefined
  const closing = lines.findIndex((line, index) => index > at && line.trim().startsWith(fence))
  const end = closing === -1 ? lines.length : closing
  return { tag: tag.toLowerCase(), code: lines.slice(at + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)), first: at + 1, end }
}

/** reStructuredText: `.. code-block:: python` and what is indented below. */
function directive(lines: readonly string[], at: number): Block | undefined {
  const tag = /^\.\. (?:code-block|code|sourcecode)::\s*([\w+#-]+)\s*$/.exec(lines[at] ?? '')?.[1]
  if (tag === undefined) return undefined
  let first = at + 1
  while (first < lines.length && /^\s*(?::[\w-]+:.*)?$/.test(lines[first] ?? '')) first += 1
  let end = first
  while (end < lines.length && /^(?:\s+\S|\s*$)/.test(lines[end] ?? '')) end += 1
  while (end > first && (lines[end - 1] ?? '').trim() === '') end -= 1
  const indent = Math.min(...lines.slice(first, end).filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length))
  return { tag: tag.toLowerCase(), code: lines.slice(first, end).map((line) => line.slice(indent)), first, end: Math.max(at, end - 1) }
}
