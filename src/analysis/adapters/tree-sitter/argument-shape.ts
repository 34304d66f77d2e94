import type { Node } from 'web-tree-sitter'
import { receiverText } from './receiver-text.js'

const literals: readonly (readonly [RegExp, string])[] = [
  [/^(class_literal|typeof_expression)$/, ':class'],
  [/string|text_block/, ':string'],
  [/char/, ':char'],
  [/^(true|false|boolean_literal)$/, ':boolean'],
  [/integer/, ':integer'],
  [/float|real/, ':real'],
  [/^null/, ':null'],
]

/** How the text of an argument is to be read, by the type of its node; `:string` and the like: it is a literal. */
type Reading = 'named' | 'lambda' | 'signed' | 'made' | 'comment' | 'text' | `:${string}`

/** There are as many as grammars have types of nodes. */
const readings = new Map<string, Reading>()

function readingOf(type: string): Reading {
  const known = readings.get(type)
  if (known !== undefined) return known
  const reading = toReading(type)
  readings.set(type, reading)
  return reading
}

function toReading(type: string): Reading {
  if (type.includes('comment')) return 'comment'
  if (type === 'argument' || type === 'value_argument') return 'named'
  if (type.includes('lambda')) return 'lambda'
  if (/^(unary_expression|prefix_unary_expression)$/.test(type)) return 'signed'
  const literal = /literal|string|text_block|^(true|false|null|typeof_expression)/.test(type) ? literals.find(([pattern]) => pattern.test(type)) : undefined
  if (literal !== undefined) return literal[1] as Reading
  return type === 'object_creation_expression' || type === 'cast_expression' ? 'made' : 'text'
}

/**
 * What is passed, as far as its text tells: `:string` and the like for literals, `new Job`, `=> 2` for a function of two parameters (with
 * ` gives` or ` does` where its body tells), else names and calls as a receiver has them; `?` for anything else.
 */
export function argumentShapes(list: Node, source: string): string[] {
  return list.namedChildren.flatMap((child) => {
    const reading = child === null ? 'comment' : readingOf(child.type)
    return child === null || reading === 'comment' ? [] : shapeOf(child, reading, source)
  })
}

function shapeOf(argument: Node, reading: Reading, source: string): string {
  switch (reading) {
    case 'named':
      return namedShape(argument, source)
    case 'lambda':
      return lambdaShape(argument)
    case 'signed':
      return signedShape(argument, source)
    case 'made': {
      const type = argument.childForFieldName('type')?.text.replace(/<.*$/s, '') ?? ''
      return /^[\w$]+$/.test(type) ? `new ${type}` : '?'
    }
    case 'comment':
    case 'text':
      return receiverText(argument, source)
    default:
      return reading
  }
}

function namedShape(argument: Node, source: string): string {
  const inner = argument.lastNamedChild
  if (inner === null || inner.id === argument.id) return '?'
  const name = argument.childForFieldName('name')
  const shape = shapeOf(inner, readingOf(inner.type), source)
  return name === null || name.id === inner.id ? shape : `${name.text}: ${shape}`
}

/** `-1`; what has a sign but is no number is read as any other. */
function signedShape(argument: Node, source: string): string {
  const text = source.slice(argument.startIndex, argument.endIndex)
  return /^[-+]\d/.test(text) ? (text.includes('.') ? ':real' : ':integer') : receiverText(argument, source)
}

/** Expressions that may stand for what they do; a sign and `a?.b` stand for what they give. */
const effects = /invocation|assignment|await|object_creation|update|throw/
const effectsByText: readonly (readonly [type: RegExp, text: RegExp])[] = [
  [/prefix/, /^(\+\+|--)/],
  [/postfix/, /(\+\+|--)$/],
  [/conditional_access/, /\)$/],
]

const isEffect = (body: Node): boolean => effects.test(body.type) || effectsByText.some(([types, texts]) => types.test(body.type) && texts.test(body.text))

function lambdaShape(lambda: Node): string {
  const parameters = lambda.childForFieldName('parameters')
  const count = parameters === null || /^(identifier|implicit_parameter)$/.test(parameters.type) ? 1 : parameters.namedChildren.filter((child) => child?.type.includes('comment') === false).length
  const body = lambda.childForFieldName('body')
  if (body === null || /\basync\b/.test(lambda.text.slice(0, 40)) || isEffect(body)) return `=> ${count}`
  if (body.type !== 'block') return `=> ${count} gives`
  return `=> ${count}${/\breturn\s+[^;\s]/.test(body.text) ? ' gives' : ' does'}`
}
