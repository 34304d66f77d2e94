import type { Node } from 'web-tree-sitter'
import type { Binding, FileFacts, ReferenceFact } from '../../file-facts.js'
import type { Enclosing } from './find-references.js'

/** What stands in the arguments of macros: a grammar knows only tokens there, of which calls and typed parameters of closures can be told. */
interface MacroFacts {
  readonly references: readonly ReferenceFact[]
  readonly bindings: readonly Binding[]
  readonly locals: FileFacts['locals']
}

export function macroFacts(root: Node, tokenTree: string | undefined, enclosing: Enclosing): MacroFacts {
  const trees = tokenTree === undefined ? [] : root.descendantsOfType(tokenTree).map((tree) => (tree === null ? [] : tree.children.filter((child) => child !== null)))
  return {
    references: trees.flatMap((tokens) => tokens.flatMap((token, at) => callAt(tokens, at, token, enclosing))),
    ...parametersIn(trees, enclosing),
  }
}

const maxName = 200

/** `name(…)`, `a.b().name(…)`, `a::name(…)`, `name!(…)`. */
function callAt(tokens: readonly Node[], at: number, token: Node, enclosing: Enclosing): ReferenceFact[] {
  if (token.type !== 'identifier' || token.text.length > maxName) return []
  const next = tokens[at + 1]
  const isMacro = next?.type === '!' && tokens[at + 2]?.type === 'token_tree'
  if (!isMacro && !(next?.type === 'token_tree' && next.firstChild?.type === '(')) return []
  const before = tokens[at - 1]?.type
  if (before === 'fn' || before === '$') return []
  const receiver = before === '.' || before === '::' ? chainBefore(tokens, at - 2) : undefined
  return [{ name: token.text, ...(receiver === undefined ? {} : { receiver }), kind: 'call', line: token.startPosition.row + 1, within: enclosing(token.startIndex) }]
}

const names: ReadonlySet<string> = new Set(['identifier', 'self', 'super', 'crate'])

/** Backwards over names, calls, `?`, dots: as a receiver has them. */
function chainBefore(tokens: readonly Node[], end: number): string {
  const parts: string[] = []
  for (let at = end; at >= 0; ) {
    while (tokens[at]?.type === '?') at -= 1
    const isCall = tokens[at]?.type === 'token_tree' && tokens[at]?.firstChild?.type === '('
    const name = tokens[isCall ? at - 1 : at]
    if (name === undefined || !names.has(name.type)) return '?'
    parts.unshift(isCall ? `${name.text}()` : name.text)
    at -= isCall ? 2 : 1
    const separator = tokens[at]?.type
    if (separator !== '.' && separator !== '::') return parts.join('.')
    at -= 1
  }
  return '?'
}

/** `|dir: Dir, mut command: &Command|` inside of a macro's arguments. */
function parametersIn(trees: readonly (readonly Node[])[], enclosing: Enclosing): Pick<MacroFacts, 'bindings' | 'locals'> {
  const bindings: Binding[] = []
  const locals: [string, number, number][] = []
  for (const tokens of trees) {
    const [first, last] = [tokens[0], tokens.at(-1)]
    if (first === undefined || last === undefined) continue
    const bars = tokens.flatMap((token, at) => (token.type === '|' ? at : []))
    for (let bar = 0; bar + 1 < bars.length; bar += 2) {
      const inner = tokens.slice((bars[bar] ?? 0) + 1, bars[bar + 1]).filter(({ type }) => type !== 'mutable_specifier' && type !== '&')
      inner.forEach((token, at) => {
        const type = inner[at + 2]
        if (token.type !== 'identifier' || inner[at + 1]?.type !== ':' || type?.type !== 'identifier') return
        locals.push([token.text, first.startPosition.row + 1, last.endPosition.row + 1])
        bindings.push({ variable: token.text, type: type.text, line: token.startPosition.row + 1, within: enclosing(token.startIndex) })
      })
    }
  }
  return { bindings, locals }
}
