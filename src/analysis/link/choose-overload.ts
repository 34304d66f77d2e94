import type { Component } from '../code-map.js'
import { capturedAfter } from '../whole-words.js'

/** What an argument is: a literal's family, a function, a type by name; `component` where the repository defines it. */
export interface Argument {
  readonly shape: string
  /** Name of its type as written, without type parameters. */
  readonly type?: string | undefined
  /** How many type arguments that name has, where written. */
  readonly typeArguments?: number | undefined
  readonly component?: Component | undefined
}

/** What a parameter takes, in the eyes of its own file. */
interface Parameter {
  readonly name: string
  /** First name of its type, with `[]` for arrays. */
  readonly type: string
  /** How many type arguments its type has: `Func<A, B>` → 2. */
  readonly typeArguments: number
  readonly isOptional: boolean
  readonly isRest: boolean
}

/** What a call tells of itself. */
export interface Call {
  /** Asked only where there is something to choose. Undefined: the language does not choose by them. */
  readonly args: (() => readonly Argument[]) | undefined
  /** Type arguments that are written at the call. */
  readonly typeArguments?: number | undefined
}

interface Judge {
  /** What a candidate's file says of its parameters. */
  readonly parametersOf: (candidate: Component) => Declared | undefined
  /** The repository's type that a parameter's type names, for a candidate's file. */
  readonly typeOf: (candidate: Component, parameter: Parameter) => Component | undefined
  /** Whether the one is the other or one of its descendants. */
  readonly isA: (type: Component, other: Component) => boolean
}

/**
 * Of definitions that share a name, the one that takes these arguments: by their number, then by what is known of their types. Unclear
 * when several fit equally well: a missing edge beats a wrong one. Undefined when none fits. `skipped`: parameters that are not passed (`this` of an extension).
 */
export function chooseOverload(candidates: readonly Component[], { args: ask, typeArguments }: Call, judge: Judge, skipped = 0): Component | 'unclear' | undefined {
  if (candidates.length === 0 || (candidates.length === 1 && (skipped === 0 || ask === undefined))) return candidates[0]
  const args = ask?.()
  const fitting = candidates.flatMap((component) => {
    const declared = judge.parametersOf(component)
    if (declared === undefined) return [{ component, score: 0 }]
    if (typeArguments !== undefined && typeArguments !== declared.typeParameters) return []
    const score = args === undefined ? 0 : fit(component, declared.parameters.slice(skipped), args, judge)
    // What takes no types goes before what would have to guess them.
    return score === undefined ? [] : [{ component, score: score - (typeArguments === undefined && declared.typeParameters > 0 ? 0.05 : 0) }]
  })
  if (args === undefined) return fitting[0]?.component
  const best = fitting.reduce((most, { score }) => Math.max(most, score), -Infinity)
  const equal = fitting.filter(({ score }) => score === best)
  if (equal.length > 0) return equal.length === 1 ? equal[0]?.component : 'unclear'
  return candidates.length === 1 ? candidates[0] : undefined
}

/** Undefined: it cannot be meant. Otherwise the more, the better. */
function fit(candidate: Component, parameters: readonly Parameter[], args: readonly Argument[], judge: Judge): number | undefined {
  const rest = parameters.at(-1)?.isRest === true ? parameters.at(-1) : undefined
  const needed = parameters.filter(({ isOptional, isRest }) => !isOptional && !isRest).length
  if (args.length < needed || (args.length > parameters.length && rest === undefined)) return undefined
  // Fewer of its own to add: what takes exactly so many is meant before what takes more.
  let score = rest === undefined ? (parameters.length - args.length) * -0.1 : -0.5
  for (const [at, argument] of args.entries()) {
    const named = /^(\w+): /.exec(argument.shape)?.[1]
    const parameter = named === undefined ? (parameters[at] ?? rest) : parameters.find(({ name }) => name === named)
    if (parameter === undefined) return undefined
    const one = match(candidate, parameter, named === undefined ? argument : { ...argument, shape: argument.shape.slice(named.length + 2) }, judge)
    if (one === undefined) return undefined
    score += one
  }
  return score
}

const families: Readonly<Record<string, readonly string[]>> = {
  ':string': ['String', 'string', 'CharSequence'],
  ':char': ['char', 'Character'],
  ':boolean': ['boolean', 'bool', 'Boolean'],
  ':integer': ['int', 'Int', 'long', 'Long', 'short', 'byte', 'uint', 'ulong', 'Integer', 'float', 'double', 'Float', 'Double', 'decimal', 'Number'],
  ':real': ['double', 'Double', 'float', 'Float', 'decimal', 'Number'],
  ':class': ['Class', 'KClass', 'Type'],
}
const plain: ReadonlySet<string> = new Set(Object.values(families).flat().filter((name) => !['CharSequence', 'Number', 'Type'].includes(name)))
/** The first family that has a plain type. */
const familyByType = new Map(Object.entries(families).flatMap(([family, types]) => (family === ':class' ? [] : types.filter((type) => plain.has(type)).map((type) => [type, family] as const))).reverse())
const delegates = /^(Action|Func)$/
const anything = /^(Object|object|Any|AnyRef|dynamic|[A-Z]|T[A-Z]\w*)$/

function match(candidate: Component, parameter: Parameter, argument: Argument, judge: Judge): number | undefined {
  if (argument.shape.startsWith('=> ')) return matchFunction(candidate, parameter, argument.shape, judge)
  const family = familyOf(argument)
  if (family !== undefined) return matchFamily(candidate, parameter, family, judge)
  if (argument.shape === ':null') return plain.has(parameter.type) && /^[a-z]/.test(parameter.type) && parameter.type !== 'string' ? undefined : 0
  if (argument.type === undefined || anything.test(argument.type)) return 0
  if (anything.test(parameter.type)) return -0.2
  if (delegates.test(parameter.type) && argument.type !== parameter.type) return undefined
  const type = judge.typeOf(candidate, parameter)
  if (argument.component !== undefined && type !== undefined) return argument.component.id === type.id ? 1 : judge.isA(argument.component, type) ? 0.8 : undefined
  // Of two types one is the repository's and the other is not: no outside type descends from ours, and ours is no string.
  if (argument.component === undefined && type !== undefined) return undefined
  if (argument.type === parameter.type) return argument.typeArguments === undefined || argument.typeArguments === parameter.typeArguments ? 1 : undefined
  // Outside of the repository nobody says what descends from what.
  return plain.has(parameter.type) || argument.component?.kind === 'enum' ? undefined : -0.3
}

function familyOf({ shape, type }: Argument): string | undefined {
  if (Object.hasOwn(families, shape)) return shape
  return type === undefined ? undefined : familyByType.get(type)
}

function matchFamily(candidate: Component, parameter: Parameter, family: string, judge: Judge): number | undefined {
  const place = families[family]?.indexOf(parameter.type) ?? -1
  if (place >= 0) return 1 - place / 100
  if (anything.test(parameter.type)) return -0.2
  if (plain.has(parameter.type) || parameter.type.endsWith('[]')) return undefined
  return judge.typeOf(candidate, parameter) === undefined ? -0.1 : undefined
}

function matchFunction(candidate: Component, parameter: Parameter, shape: string, judge: Judge): number | undefined {
  const [, count = '0', does] = /^=> (\d+)(?: (\w+))?/.exec(shape) ?? []
  if (plain.has(parameter.type) || parameter.type.endsWith('[]')) return undefined
  if (parameter.type === 'Action') return parameter.typeArguments === Number(count) && does !== 'gives' ? 0.5 : undefined
  if (parameter.type === 'Func') return parameter.typeArguments === Number(count) + 1 && does !== 'does' ? 0.5 : undefined
  const type = judge.typeOf(candidate, parameter)
  return type === undefined || type.kind === 'interface' || type.kind === 'type' ? 0 : undefined
}

export interface Declared {
  readonly parameters: readonly Parameter[]
  readonly typeParameters: number
}

/** `text`: from the opening parenthesis on. Undefined: it does not show all. */
export function declaredIn(text: string, name: string, signature: string): Declared | undefined {
  const end = closing(text)
  if (end === undefined) return undefined
  const types = capturedAfter(signature, name, /^\s*<([^(]*)>\s*\(/)
  return { parameters: splitOutside(text.slice(1, end)).map(toParameter), typeParameters: types === undefined ? 0 : splitOutside(types).length }
}

function closing(text: string): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if ('([{'.includes(character)) depth += 1
    else if (')]}'.includes(character)) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return undefined
}

/** At the commas outside of every bracket. */
function splitOutside(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at <= text.length; at += 1) {
    const character = text[at]
    if (character === undefined || (character === ',' && depth === 0)) {
      parts.push(text.slice(start, at).trim())
      start = at + 1
    } else if ('<([{'.includes(character)) depth += 1
    else if ('>)]}'.includes(character) && text[at - 1] !== '=') depth -= 1
  }
  return parts.filter((part) => part !== '')
}

const words = /^(?:(?:final|in|out|ref|scoped|this|params|vararg|crossinline|noinline|implicit|using|val|var)\s+|@[\w.]+(?:\([^)]*\))?\s*|\[[^\]]*\]\s*)*/

/** `final List<? extends T>... all`, `params int[] all = null`, `all: List[T] = Nil`. */
function toParameter(text: string): Parameter {
  const isRest = text.includes('...') || /\b(params|vararg)\s/.test(text)
  const [declared = '', initial] = text.replace(words, '').split(/\s=(?![>=])\s?/)
  const colon = /^(\w+)\s*:\s*(.*)$/s.exec(declared)
  const [name, type] = colon === null ? [/(\w+)\s*$/.exec(declared)?.[1] ?? '', declared.replace(/\s*\w+\s*$/, '')] : [colon[1] ?? '', colon[2] ?? '']
  const bare = type.replace(/<.*>|\[.+\]/s, '').replaceAll(/[?.\s]+$/g, '')
  const inner = /<(.*)>/s.exec(type)?.[1]
  const isArray = /\[\s*\]/.test(type) && !isRest
  return { name, type: `${/([\w$]+)(?:\s*\[\s*\])*$/.exec(bare)?.[1] ?? bare}${isArray ? '[]' : ''}`, typeArguments: inner === undefined ? 0 : splitOutside(inner).length, isOptional: initial !== undefined, isRest }
}
