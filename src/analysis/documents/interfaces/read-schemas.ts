import type { SchemaFacts, SchemaType } from '../document-facts.js'
import { given } from '../line-finder.js'

interface Open {
  readonly kind: string
  readonly name: string
  readonly startLine: number
  readonly depth: number
  readonly members: string[]
  readonly comment: string | undefined
}

/** Comments and strings blanked, lines kept. */
function blanked(text: string, comment: RegExp): string {
  return text.replaceAll(comment, (part) => part.replaceAll(/[^\n]/g, ' '))
}

/** *.proto: services with their calls, messages and enums at the outside. */
export function readProto(text: string): SchemaFacts | undefined {
  const plain = blanked(text, /"(?:[^"\\\n]|\\.)*"|\/\*[^]*?\*\/|\/\/[^\n]*/g)
  const types = typesOf(plain, text, /^\s*(service|message|enum)\s+(\w+)/, (line, kind) => {
    if (kind !== 'service') return /^\s*(?:repeated\s+|optional\s+|required\s+)?(?:map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+/.exec(line)?.[1]
    const call = /^\s*rpc\s+(\w+)\s*\(\s*(stream\s+)?([\w.]+)\s*\)\s*returns\s*\(\s*(stream\s+)?([\w.]+)/.exec(line)
    return call === null ? undefined : `${call[1] ?? ''}(${call[2] === undefined ? '' : 'stream '}${call[3] ?? ''}) ${call[4] === undefined ? '' : 'stream '}${call[5] ?? ''}`
  })
  const name = /^\s*package\s+([\w.]+)/m.exec(plain)?.[1]
  return types.length === 0 ? undefined : { kind: 'schema', system: 'Protocol Buffers', ...given('name', name), types }
}

/** *.graphql: types with their fields. */
export function readGraphql(text: string): SchemaFacts | undefined {
  const plain = blanked(text, /"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g)
  const types = typesOf(plain, text, /^\s*(?:extend\s+)?(type|interface|input|enum)\s+(\w+)/, (line, kind) => (kind === 'enum' ? /^\s*(\w+)\s*(?:@.*)?$/ : /^\s*(\w+)\s*(?:\(|:)/).exec(line)?.[1])
  return types.length === 0 ? undefined : { kind: 'schema', system: 'GraphQL', types }
}

/** Blocks in braces that begin with a heading outside of any other; members are found one level inside. */
function typesOf(plain: string, text: string, heading: RegExp, memberOf: (line: string, kind: string) => string | undefined): SchemaType[] {
  const types: SchemaType[] = []
  const original = text.split('\n')
  let depth = 0
  let open: Open | undefined
  for (const [at, line] of plain.split('\n').entries()) {
    const match = depth === 0 && open === undefined ? heading.exec(line) : null
    if (match?.[1] !== undefined && match[2] !== undefined) open = { kind: match[1], name: match[2], startLine: at + 1, depth, members: [], comment: commentAbove(original, at) }
    else if (open !== undefined && depth === 1) {
      const member = memberOf(line, open.kind)
      if (member !== undefined && open.members.length < 200) open.members.push(member)
    }
    depth = Math.max(0, depth + line.split('{').length - line.split('}').length)
    if (open === undefined || depth > 0 || !line.includes('}')) continue
    types.push({ kind: open.kind, name: open.name, members: open.members, ...given('comment', open.comment), startLine: open.startLine, endLine: at + 1 })
    open = undefined
  }
  return types
}

/** Line comments right above, as one text. */
function commentAbove(lines: readonly string[], at: number): string | undefined {
  const found: string[] = []
  for (let above = at - 1; above >= 0 && found.length < 6; above -= 1) {
    const comment = /^\s*(?:\/\/+|#+)\s?(.*)$/.exec(lines[above] ?? '')?.[1]
    if (comment === undefined) break
    found.unshift(comment.trim())
  }
  const said = found.join(' ').trim()
  return said === '' ? undefined : said.slice(0, 300)
}
