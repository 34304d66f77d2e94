import type { Node } from 'web-tree-sitter'
import { cleanDoc, withoutLegalParagraphs } from '../../clean-doc.js'
import type { Language } from '../../language.js'

const maxDoc = 8_000
/** Lines that speak to a program: `# frozen_string_literal: true`. */
const directives = /^(?:(?:frozen_string_literal|encoding|coding|typed|rubocop|shellcheck|warn_indent|!.*)\b.*\n?)+/gi
const noise = /^(?:eslint|jshint|prettier-ignore|@ts-|use strict|-\*-.*coding|vim?:)/i

/** The documentation of one definition: its docstring, or the comment right above it. */
export function definitionDoc(node: Node, outer: Node, body: Node | undefined, language: Language): string | undefined {
  const docstring = language.docs === 'docstring' ? docstringOf(body) : undefined
  return cleanDoc(docstring ?? commentsAbove(outer, language) ?? (node.id === outer.id ? undefined : commentsAbove(node, language)) ?? groupComment(node, language), maxDoc)
}

/** What stands above a group (`const ( … )`) is told once, with its first member. */
function groupComment(node: Node, language: Language): string | undefined {
  const { parent } = node
  if (parent === null || !language.wrappers.includes(parent.type)) return undefined
  return parent.namedChildren.find((child) => child !== null && !isComment(child))?.id === node.id ? commentsAbove(parent, language) ?? groupComment(parent, language) : undefined
}

/** What describes the file or package as a whole: its docstring, or its first comment when that is no definition's and no licence. */
export function fileDoc(root: Node, language: Language, path: string, isDefinition: (startIndex: number) => boolean): string | undefined {
  if (language.docs === 'docstring') return cleanDoc(docstringOf(root), maxDoc)
  if (language.docs === 'line' || path.endsWith('package-info.java')) return worthy(packageComment(root, language))
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

function packageComment(root: Node, language: Language): string | undefined {
  const first = root.namedChildren.find((child) => child !== null && !isComment(child))
  return first === undefined || first === null ? undefined : commentsAbove(first, language)
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

function commentsAbove(node: Node, { attributes = [] }: Language): string | undefined {
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
    lines.unshift(commentText(at))
    below = at
    if (at.text.startsWith('/*')) break
  }
  return lines.length === 0 ? undefined : lines.join('\n')
}

function docstringOf(body: Node | undefined): string | undefined {
  const first = body?.namedChildren.find((child) => child !== null && !isComment(child))
  const text = first?.type === 'expression_statement' ? first.namedChildren[0] : first
  return text?.type === 'string' ? text.text : undefined
}
