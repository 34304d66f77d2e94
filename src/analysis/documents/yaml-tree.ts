import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml'
import { bracketDepth } from '../../platform/bracket-depth.js'
import type { LineRange } from '../source-place.js'
import { maxText } from './line-finder.js'

/** YAML (and JSON, which is YAML) with the lines of each part. */
export interface YamlNode extends LineRange {
  /** Undefined for a map or list. */
  readonly text: string | undefined
  readonly entries: readonly YamlEntry[]
  readonly items: readonly YamlNode[]
}

/** `line`: of the key. */
export interface YamlEntry {
  readonly key: string
  readonly line: number
  readonly node: YamlNode
}

/** What one text may grow to, aliases included, and how deep: more is a bomb. */
const maxNodes = 50_000
const maxDepth = 40

interface Reading {
  readonly anchors: Map<string, unknown>
  readonly lines: LineCounter
  nodes: number
}

/** Every document of the stream that is a map or list. @throws when the text is no YAML or grows beyond all measure. */
export function readYaml(text: string): YamlNode[] {
  if (bracketDepth(text) > maxBrackets) throw new Error('deeper than a person would write')
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent', schema: 'failsafe' })
  const reading = { lines, nodes: 0, anchors: new Map<string, unknown>() }
  return [...documents].flatMap((document) => {
    const [error] = document.errors
    if (error !== undefined) throw error
    return isMap(document.contents) || isSeq(document.contents) ? [convert(document.contents, reading, 0)] : []
  })
}

const maxBrackets = 200

function convert(value: unknown, reading: Reading, depth: number): YamlNode {
  reading.nodes += 1
  if (reading.nodes > maxNodes || depth > maxDepth) throw new Error('more than a person would write')
  if (isAlias(value)) return convert(reading.anchors.get(value.source), reading, depth + 1)
  const range = isScalar(value) || isMap(value) || isSeq(value) ? value.range : undefined
  // Aliases come after their anchors; asking the parser for each would walk the whole document every time.
  if ((isScalar(value) || isMap(value) || isSeq(value)) && value.anchor !== undefined) reading.anchors.set(value.anchor, value)
  const place = placeOf(range, reading.lines)
  if (isMap(value)) {
    const entries = value.items.flatMap((pair): YamlEntry[] => {
      const key = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : undefined
      if (key === undefined) return []
      const node = convert(pair.value, reading, depth + 1)
      if (key === '<<') return node.items.length > 0 ? node.items.flatMap(({ entries: merged }) => merged) : [...node.entries]
      return [{ key, line: isScalar(pair.key) ? placeOf(pair.key.range, reading.lines).startLine : place.startLine, node }]
    })
    return { text: undefined, entries, items: [], ...place }
  }
  if (isSeq(value)) return { text: undefined, entries: [], items: value.items.map((item) => convert(item, reading, depth + 1)), ...place }
  // The failsafe schema knows no other scalars than texts.
  const text = isScalar(value) && typeof value.value === 'string' ? value.value.trim() : ''
  return { text, entries: [], items: [], ...place }
}

/** The end of a value, not the blank lines behind it. */
function placeOf(range: readonly [number, number, number] | null | undefined, lines: LineCounter): LineRange {
  if (range === null || range === undefined) return { startLine: 1, endLine: 1 }
  const startLine = Math.max(1, lines.linePos(range[0]).line)
  const end = lines.linePos(Math.max(range[0], range[1] - 1))
  return { startLine, endLine: Math.max(startLine, end.line) }
}

export const child = (node: YamlNode | undefined, key: string): YamlNode | undefined => node?.entries.find((entry) => entry.key === key)?.node
export const entryOf = (node: YamlNode | undefined, key: string): YamlEntry | undefined => node?.entries.find((entry) => entry.key === key)
export const textOf = (node: YamlNode | undefined): string | undefined => (node?.text === undefined || node.text === '' ? undefined : node.text.replaceAll(/\s+/g, ' ').slice(0, maxText))
/** A list of texts, or one text alone. */
export const textsOf = (node: YamlNode | undefined): string[] => (node === undefined ? [] : node.items.length > 0 ? node.items.flatMap((item) => textOf(item) ?? []) : [textOf(node) ?? []].flat())
/** From the key to the end of its value. */
export const rangeOf = ({ line, node }: YamlEntry): LineRange => ({ startLine: line, endLine: Math.max(line, node.endLine) })
