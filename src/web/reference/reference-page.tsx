import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { ApiDescription, JsonSchema, Operation } from './api-description.js'
import { Meaning, Prose } from './prose.js'
import { schemaAnchor, TypeName } from './type-name.js'

interface Endpoint {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The API reference as one document without script, from the OpenAPI description. */
export function renderReferencePage(api: ApiDescription, stylesheet: string): string {
  const endpoints = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  return `<!doctype html>${renderToString(<ReferencePage api={api} endpoints={endpoints} stylesheet={stylesheet} />)}`
}

const anchorOf = ({ method, path }: Endpoint): string =>
  `${method}-${path}`
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replace(/-$/, '')
    .toLowerCase()

function ReferencePage({
  api,
  endpoints,
  stylesheet,
}: {
  readonly api: ApiDescription
  readonly endpoints: readonly Endpoint[]
  readonly stylesheet: string
}): VNode {
  const groups = api.tags.map((tag) => ({ ...tag, endpoints: endpoints.filter(({ operation }) => operation.tags[0] === tag.name) }))
  const schemas = Object.entries(api.components.schemas).sort(([a], [b]) => a.localeCompare(b))
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${api.info.title} API`}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={stylesheet} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <nav aria-label="Operations">
          <p class="brand">
            <a href="/">{api.info.title}</a> API
          </p>
          {groups.map((group) => (
            <section>
              <h2>{group.name}</h2>
              <ul>
                {group.endpoints.map((endpoint) => (
                  <li>
                    <a href={`#${anchorOf(endpoint)}`}>
                      <Method name={endpoint.method} /> {endpoint.operation.summary}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
          <h2>
            <a href="#schemas">Schemas</a>
          </h2>
        </nav>
        <main id="content" tabindex={-1}>
          <h1>{api.info.title} API</h1>
          <p>
            Version {api.info.version}. <Prose text={api.info.description} /> As a machine reads it:{' '}
            <a href="/openapi.json">OpenAPI {api.openapi}</a>.
          </p>
          {groups.map((group) => (
            <section>
              <h2>{group.name}</h2>
              <p>{group.description}</p>
              {group.endpoints.map((endpoint) => (
                <EndpointSection endpoint={endpoint} />
              ))}
            </section>
          ))}
          <section id="schemas">
            <h2>Schemas</h2>
            {schemas.map(([name, schema]) => (
              <section class="schema" id={schemaAnchor(name)}>
                <h3>
                  <code>{name}</code>
                </h3>
                {schema.description === undefined ? null : (
                  <p>
                    <Prose text={schema.description} />
                  </p>
                )}
                <Fields schema={schema} label={`Fields of ${name}`} />
              </section>
            ))}
          </section>
        </main>
      </body>
    </html>
  )
}

const Method = ({ name }: { readonly name: string }): VNode => <span class={`method ${name.toLowerCase()}`}>{name}</span>

function EndpointSection({ endpoint }: { readonly endpoint: Endpoint }): VNode {
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

function Fields({ schema, label }: { readonly schema: JsonSchema; readonly label: string }): VNode {
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

function Table({ label, head, children }: { readonly label: string; readonly head: readonly string[]; readonly children: VNode[] }): VNode {
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
