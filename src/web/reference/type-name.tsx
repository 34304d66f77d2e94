import type { VNode } from 'preact'
import type { JsonSchema } from './api-description.js'

export const schemaAnchor = (name: string): string => `schema-${name}`

const refName = (ref: string): string => ref.split('/').at(-1) ?? ref

/** A schema as one would write its type, with links to those that have a name. */
export function TypeName({ schema }: { readonly schema: JsonSchema | undefined }): VNode {
  if (schema === undefined) return <code>any</code>
  if (schema.$ref !== undefined) {
    const name = refName(schema.$ref)
    return (
      <a href={`#${schemaAnchor(name)}`}>
        <code>{name}</code>
      </a>
    )
  }
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    return (
      <>
        {choices.map((choice, at) => (
          <>
            {at === 0 ? '' : ' | '}
            <TypeName schema={choice} />
          </>
        ))}
      </>
    )
  }
  if (schema.items !== undefined) {
    return (
      <>
        <TypeName schema={schema.items} />
        <code>[]</code>
      </>
    )
  }
  return <code>{plainName(schema)}</code>
}

function plainName(schema: JsonSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (typeof schema.type === 'object') return schema.type.join(' | ')
  if (schema.properties !== undefined) {
    const names = Object.keys(schema.properties)
    return `{ ${names.join(', ')} }`
  }
  return schema.format === undefined ? (schema.type ?? 'any') : `${schema.type ?? 'string'} (${schema.format})`
}
