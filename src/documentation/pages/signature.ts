import type { Component } from '../../analysis/code-map.js'
import { wholeWords } from '../../analysis/whole-words.js'
import { shorten } from '../prose.js'

const wide = 88

/** A long one-line signature with its parameters on lines of their own. */
export function foldSignature(raw: string): string {
  const signature = tidy(raw)
  const open = signature.indexOf('(')
  if (signature.length <= wide || open === -1) return signature
  const close = matching(signature, open)
  if (close === undefined) return signature
  const inside = signature.slice(open + 1, close)
  const parameters = splitTop(inside, ',')
  if (parameters.length < 2) return `${signature.slice(0, open + 1)}${foldObject(inside)}${signature.slice(close)}`
  return `${signature.slice(0, open + 1)}\n${parameters.map((parameter) => `    ${parameter.trim()}`).join(',\n')}\n${signature.slice(close)}`
}

/** A parameter that is an object type, a property to a line. */
function foldObject(parameter: string): string {
  const match = /^([\w$]+\??: )\{ ?(.*\S) ?\}$/s.exec(parameter.trim())
  const properties = splitTop(match?.[2] ?? '', ';')
  if (match === null || properties.length < 2) return parameter
  return `${match[1] ?? ''}{\n${properties.map((property) => `    ${property.trim()}`).join(';\n')}\n}`
}

/** Spaces that stood for line breaks inside brackets, and what Python's tools are told at the end. */
function tidy(signature: string): string {
  return signature
    .replace(/\s*:?\s*#\s*(?:type:|noqa|pragma:|pylint:|pyright:|mypy:)[^\n]*$/, '')
    .replace(/([([]|\w<) +(?=\S)/g, '$1')
    .replace(/,? +(?=[)\]])/g, '')
    .replace(/, +(?=>)/g, '')
}

const opening = '([{<'
const closing = ')]}>'

function matching(text: string, open: number): number | undefined {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return at
  }
  return undefined
}

/** At separators outside any bracket; the `>` of an arrow closes nothing. */
function splitTop(text: string, separator: ',' | ';'): string[] {
  const parts: string[] = []
  let [depth, start] = [0, 0]
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (opening.includes(character)) depth += 1
    else if (closing.includes(character) && text[at - 1] !== '=' && text[at - 1] !== '-') depth -= 1
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== '')
}

/** From its name on, as a caller sees it: no modifiers, no receiver. */
export function memberSignature({ name, signature }: Pick<Component, 'name' | 'signature'>, maxLength = 110): string {
  const places = wholeWords(signature, name)
  const at = places.find((place) => /^\s*[(<[]/.test(signature.slice(place + name.length))) ?? places[0]
  if (at === undefined) return name
  const told = signature
    .slice(at)
    .replace(/\(\s*(?:self|cls|&(?:mut )?self)(?:\s*,\s*|\s*(?=\)))/, '(')
    .replace(/[\s{:;=,]+$/, '')
  return shorten(told, maxLength)
}
