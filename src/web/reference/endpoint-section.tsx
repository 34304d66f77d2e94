import type { VNode } from 'preact'
import type { Operation } from './api-description.js'
import { Fields, Table } from './field-table.js'
import { Meaning, Prose } from './prose.js'
import { TypeName } from './type-name.js'

export interface Endpoint {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

export const anchorOf = ({ method, path }: Endpoint): string =>
  `${method}-${path}`
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replace(/-$/, '')
    .toLowerCase()

export const Method = ({ name }: { readonly name: string }): VNode => <span class={`method ${name.toLowerCase()}`}>{name}</span>

/** One operation: what it does, takes and answers. */
export function EndpointSection({ endpoint }: { readonly endpoint: Endpoint }): VNode {
  const { method, path, operation } = endpoint
  const bodies = Object.entries(operation.requestBody?.content ?? {})
  return (
    <section class="endpoint" id={anchorOf(endpoint)}>
      <h3>{operation.summary}</h3>
      <p class="path">
        <Method name={method} /> <code>{path}</code>
      </p>
      {operation.description === undefined ? null : (
        <p>
          <Prose text={operation.description} />
        </p>
      )}
      {operation.parameters.length === 0 ? null : (
        <Table label={`Parameters of ${operation.summary}`} head={['Parameter', 'In', 'Type', 'Meaning']}>
          {operation.parameters.map((parameter) => (
            <tr>
              <th scope="row">
                <code>{parameter.name}</code>
                {parameter.required ? <span class="required"> required</span> : null}
              </th>
              <td>{parameter.in}</td>
              <td>
                <TypeName schema={parameter.schema} />
              </td>
              <td>
                <Meaning text={parameter.description} schema={parameter.schema} />
              </td>
            </tr>
          ))}
        </Table>
      )}
      {bodies.map(([type, { schema }]) => (
        <>
          <p>
            Body, <code>{type}</code>: {schema?.$ref === undefined ? null : <TypeName schema={schema} />}
          </p>
          {schema === undefined || schema.$ref !== undefined ? null : <Fields schema={schema} label={`Body of ${operation.summary}`} />}
        </>
      ))}
      <Table label={`Answers of ${operation.summary}`} head={['Status', 'Body', 'Meaning']}>
        {Object.entries(operation.responses).map(([status, response]) => (
          <tr>
            <th scope="row">{status}</th>
            <td>
              {Object.entries(response.content).map(([type, { schema }]) => (
                <div>
                  <TypeName schema={schema} /> <small>{type}</small>
                </div>
              ))}
            </td>
            <td>
              <Prose text={response.description === 'Default Response' ? '' : response.description} />
            </td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
