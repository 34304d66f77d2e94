import type { Node } from 'web-tree-sitter'
import { cleanDoc, withoutLegalParagraphs } from '../../clean-doc.js'
import type { Language } from '../../language.js'
import type { ParsedSource } from './parsed-source.js'

const maxDoc = 8_000
/** Lines that speak to a program: `# frozen_string_literal: true`. */
const directives = /^(?:(?:frozen_string_literal|encoding|coding|typed|rubocop|shellcheck|warn_indent|!.*)\b.*\n?)+/gi
const noise = /^(?:eslint|jshint|prettier-ignore|@ts-|use strict|-\*-.*coding|vim?:)/i

/** A definition as its documentation is looked for: what wraps it and nothing else, and what is right around its node, if it can wrap. */
export interface Documented {
  readonly node: Node
  readonly outer: Node
  readonly wrapper: Node | undefined
  readonly body: Node | undefined
}

/** The documentation of one definition: its docstring, or the comment right above it. */
export function definitionDoc({ node, outer, wrapper, body }: Documented, source: string, language: Language): string | undefined {
  const docstring = language.docs === 'docstring' ? docstringOf(body) : undefined
  return cleanDoc(docstring ?? commentsAbove(outer, source, language) ?? (node.id === outer.id ? undefined : commentsAbove(node, source, language)) ?? groupComment(node, wrapper, source, language), maxDoc)
}

/** What stands above a group (`const ( … )`) is told once, with its first member. */
function groupComment(node: Node, group: Node | null | undefined, source: string, language: Language): string | undefined {
  if (group === null || group === undefined || !language.wrappers.includes(group.type)) return undefined
  if (group.namedChildren.find((child) => child !== null && !isComment(child))?.id !== node.id) return undefined
  return commentsAbove(group, source, language) ?? groupComment(group, group.parent, source, language)
}

/** What describes the file or package as a whole: its docstring, or its first comment when that is no definition's and no licence. */
export function fileDoc({ tree, source, path }: ParsedSource, language: Language, isDefinition: (startIndex: number) => boolean): string | undefined {
  const root = tree.rootNode
  if (language.docs === 'docstring') return cleanDoc(docstringOf(root), maxDoc)
  if (language.docs === 'line' || path.endsWith('package-info.java')) return worthy(packageComment(root, source, language))
  let comment = root.firstNamedChild
  while (comment?.type === 'hash_bang_line') comment = comment.nextNamedSibling
  // A licence often comes first, and what the file is about after it.
  for (let tries = 0; tries < 3 && comment !== null && isComment(comment); tries += 1) {
    const [last, next] = endOfRun(comment)
    const touches = next !== null && next.startPosition.row - lastRow(last) <= 1
    const doc = touches && isDefinition(next.startIndex) ? undefined : worthy(runText(comment, last))
    if (doc !== undefined) return doc
    comment = next
  }
  return undefined
}

function packageComment(root: Node, source: string, language: Language): string | undefined {
  const first = root.namedChildren.find((child) => child !== null && !isComment(child))
  return first === undefined || first === null ? undefined : commentsAbove(first, source, language)
}

function worthy(text: string | undefined): string | undefined {
  const doc = cleanDoc(text, maxDoc)
  const told = doc === undefined ? undefined : withoutLegalParagraphs(doc.replace(directives, ''))
  return told === undefined || noise.test(told) ? undefined : told
}

/** Line comments that follow each other are one. */
function endOfRun(first: Node): readonly [Node, Node | null] {
  let last = first
  let next = first.nextNamedSibling
  while (next !== null && isLineComment(first) && isLineComment(next) && next.startPosition.row - lastRow(last) <= 1) {
    last = next
    next = next.nextNamedSibling
  }
  return [last, next]
}

function runText(first: Node, last: Node): string {
  const lines = [commentText(first)]
  for (let at: Node | null = first; at !== null && at.startIndex < last.startIndex; ) {
    at = at.nextNamedSibling
    if (at !== null) lines.push(commentText(at))
  }
  return lines.join('\n')
}

const isLineComment = (node: Node): boolean => isComment(node) && /^(\/\/|#)/.test(node.text)
const isComment = (node: Node): boolean => node.type.includes('comment')
/** Some grammars count the end of the line to a line comment: between two of them it would be an empty line. */
const commentText = (node: Node): string => node.text.replace(/\r?\n$/, '')
const lastRow = (node: Node): number => (node.endPosition.column === 0 ? node.endPosition.row - 1 : node.endPosition.row)

const maxRun = 200

function commentsAbove(node: Node, source: string, { attributes = [] }: Language): string | undefined {
  if (attributes.length === 0 && !mayFollowComment(node, source)) return undefined
  const lines: string[] = []
  let below = node
  let first = node.previousNamedSibling ?? (node.parent?.type === 'body_statement' ? node.parent.previousNamedSibling : null)
  while (first !== null && attributes.includes(first.type)) {
    below = first
    first = first.previousNamedSibling
  }
  // Some grammars count the comment to what comes before, a list of imports for one.
  while (first !== null && /^import_(list|header)$/.test(first.type)) first = first.lastNamedChild
  for (let at = first; at !== null && isComment(at) && lines.length < maxRun; at = at.previousNamedSibling) {
    if (below.startPosition.row - lastRow(at) > 1) break
    // A comment that trails code on its own line belongs to that code.
    const before = at.previousNamedSibling
    if (before !== null && !isComment(before) && before.endPosition.row === at.startPosition.row && before.endPosition.column > 0) break
    if (at.text.startsWith('#!')) break
    if (at.text.startsWith('/*') && lines.length > 0) {
      // Remarks of the authors stand below what they document, and below what was there before.
      if (/^\/\*[*!]/.test(at.text)) return commentText(at)
      break
    }
    lines.unshift(commentText(at))
    below = at
    if (at.text.startsWith('/*')) break
  }
  return lines.length === 0 ? undefined : lines.join('\n')
}

/** How a comment ends, or how one begins that goes to the end of its line. */
const commentMark = /\/\/|#|\*\/|=end|-->|<!--|\\\r?\n/

/** Nobody writes longer lines by hand; looking through them for each definition of a minified file would take minutes. */
const maxLine = 1_000

/** Whether there may be a comment before the node on its line, or on the line above: asking a node for its neighbours walks down from the root. */
function mayFollowComment({ startIndex, startPosition: { column } }: Node, source: string): boolean {
  const lineStart = startIndex - column
  const near = source.slice(Math.max(0, lineStart - maxLine), lineStart)
  const aboveStart = near.lastIndexOf('\n', near.length - 2)
  if (column > maxLine || (aboveStart < 0 && near.length === maxLine)) return true
  // With the end of the line before, where a backslash carries a comment on.
  return commentMark.test(near.slice(Math.max(0, aboveStart - 2))) || commentMark.test(source.slice(lineStart, startIndex))
}

function docstringOf(body: Node | undefined): string | undefined {
  const first = body?.namedChildren.find((child) => child !== null && !isComment(child))
  const text = first?.type === 'expression_statement' ? first.namedChildren[0] : first
  return text?.type === 'string' ? text.text : undefined
}
