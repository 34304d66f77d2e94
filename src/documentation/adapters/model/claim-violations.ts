import type { Component } from '../../../analysis/code-map.js'
import type { ProsePart } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'

/** More of one name could be any of them. */
const maxMeanings = 20

/**
 * A sentence that names exactly one symbol cites it, what holds it or is in it, or what refers to it: else its citation cannot bear it out. And
 * an address of the web in code stands in what is cited.
 */
export function claimViolations(parts: readonly ProsePart[], scope: ProseScope): string[] {
  const cited = parts.flatMap((part) => (part.kind === 'cite' ? [part.component] : []))
  const codes = parts.flatMap((part) => (part.kind === 'code' ? [part.text] : []))
  return [...codes.flatMap((code) => addressViolations(code, cited, scope)), ...symbolViolations(codes, cited, scope)]
}

function addressViolations(code: string, cited: readonly Component[], scope: ProseScope): string[] {
  return [...code.matchAll(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'`<>)]+/gi)]
    .map(([address]) => address)
    .filter((address) => !cited.some((component) => scope.sourceOf(component)?.includes(address)))
    .map((address) => `The address ${address.slice(0, 80)} does not stand in what the sentence cites.`)
}

function symbolViolations(codes: readonly string[], cited: readonly Component[], scope: ProseScope): string[] {
  if (cited.length === 0) return []
  const named = new Map(codes.map((code) => [symbolOf(code), code] as const).filter(([name]) => name !== undefined && scope.named(name).length > 0))
  const [only] = named
  if (only?.[0] === undefined || named.size > 1) return []
  const [name, code] = [only[0], only[1]]
  const meanings = scope.named(name)
  const isBorneOut = (component: Component) => mentions(component, name, scope) || meanings.some((meaning) => scope.isRelated(meaning, component))
  if (meanings.length > maxMeanings || cited.some(isBorneOut)) return []
  const wrong = [...new Set(cited.map(({ qualifiedName }) => `\`${qualifiedName}\``))].join(', ')
  return [`The sentence about \`${code}\` cites ${wrong}, which has nothing to do with it; cite what shows it, or leave the sentence out.`]
}

/** Undefined for what may just as well be a variable. */
function symbolOf(code: string): string | undefined {
  const [, name = '', call] = /^([\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|::|->|#)[\p{L}_$][\p{L}\p{N}_$]*)*)(\(.*\))?$/su.exec(code.trim()) ?? []
  return name === '' || (call === undefined && /^\p{Ll}+$/u.test(name)) ? undefined : name
}

/** In its own text. */
function mentions(component: Component, name: string, scope: ProseScope): boolean {
  const last = name.split(/\.|::|->|#/).at(-1) ?? name
  const text = [component.signature, component.doc ?? '', scope.sourceOf(component) ?? ''].join('\n')
  for (let at = text.indexOf(last); at >= 0; at = text.indexOf(last, at + 1))
    if (!/[\p{L}\p{N}_$]/u.test(`${text[at - 1] ?? ' '}`) && !/[\p{L}\p{N}_$]/u.test(text[at + last.length] ?? ' ')) return true
  return false
}
