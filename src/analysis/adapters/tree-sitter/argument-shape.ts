import type { Node } from 'web-tree-sitter'
import { receiverText } from './captures.js'

const literals: readonly (readonly [RegExp, string])[] = [
  [/^(class_literal|typeof_expression)$/, ':class'],
  [/string|text_block/, ':string'],
  [/char/, ':char'],
  [/^(true|false|boolean_literal)$/, ':boolean'],
  [/integer/, ':integer'],
  [/float|real/, ':real'],
  [/^null/, ':null'],
]

/**
 * What is passed, as far as its text tells: `:string` and the like for literals, `new Job`, `=> 2` for a function of two parameters (with
 * ` gives` or ` does` where its body tells), else names and calls as a receiver has them; `?` for anything else.
 */
export function argumentShape(argument: Node): string {
  if (argument.type === 'argument' || argument.type === 'value_argument') {
    const inner = argument.lastNamedChild
    if (inner === null || inner.id === argument.id) return '?'
    const name = argument.childForFieldName('name')
    return name === null || name.id === inner.id ? argumentShape(inner) : `${name.text}: ${argumentShape(inner)}`
  }
  if (argument.type.includes('lambda')) return lambdaShape(argument)
  if (/^(unary_expression|prefix_unary_expression)$/.test(argument.type) && /^[-+]\d/.test(argument.text)) return argument.text.includes('.') ? ':real' : ':integer'
  const literal = /literal|string|text_block|^(true|false|null|typeof_expression)/.test(argument.type) ? literals.find(([type]) => type.test(argument.type)) : undefined
  if (literal !== undefined) return literal[1]
  if (argument.type === 'object_creation_expression' || argument.type === 'cast_expression') {
    const type = argument.childForFieldName('type')?.text.replace(/<.*$/s, '') ?? ''
    return /^[\w$]+$/.test(type) ? `new ${type}` : '?'
  }
  return receiverText(argument) ?? '?'
}

/** Expressions that may stand for what they do. */
const effects = /invocation|assignment|await|object_creation|conditional_access|postfix|prefix|update|throw/

function lambdaShape(lambda: Node): string {
  const parameters = lambda.childForFieldName('parameters')
  const count = parameters === null || /^(identifier|implicit_parameter)$/.test(parameters.type) ? 1 : parameters.namedChildren.filter((child) => child?.type.includes('comment') === false).length
  const body = lambda.childForFieldName('body')
  if (body === null || /\basync\b/.test(lambda.text.slice(0, 40)) || effects.test(body.type)) return `=> ${count}`
  if (body.type !== 'block') return `=> ${count} gives`
  return `=> ${count}${/\breturn\s+[^;\s]/.test(body.text) ? ' gives' : ' does'}`
}
