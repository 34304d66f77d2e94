import type { VNode } from 'preact'
import type { JsonSchema } from './api-description.js'
import { Meaning } from './prose.js'
import { TypeName } from './type-name.js'

/** What an object holds; for anything else, its type. */
export function Fields({ schema, label }: { readonly schema: JsonSchema; readonly label: string }): VNode {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0)
    return (
      <p>
        <TypeName schema={schema} />
      </p>
    )
  return (
    <Table label={label} head={['Field', 'Type', 'Meaning']}>
      {fields.map(([name, field]) => (
        <tr>
          <th scope="row">
            <code>{name}</code>
            {schema.required?.includes(name) === true ? null : <span class="optional"> optional</span>}
          </th>
          <td>
            <TypeName schema={field} />
          </td>
          <td>
            <Meaning text={undefined} schema={field} />
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** Wide ones scroll by themselves, also by keyboard. */
export function Table({
  label,
  head,
  children,
}: {
  readonly label: string
  readonly head: readonly string[]
  readonly children: VNode[]
}): VNode {
  return (
    <div class="table" role="region" aria-label={label} tabindex={0}>
      <table>
        <thead>
          <tr>
            {head.map((title) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
