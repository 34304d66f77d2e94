import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { ApiDescription } from './api-description.js'
import { anchorOf, EndpointSection, Method, type Endpoint } from './endpoint-section.js'
import { Fields } from './field-table.js'
import { Prose } from './prose.js'
import { schemaAnchor } from './type-name.js'

export interface ReferenceAssets {
  readonly stylesheet: string
  /** Applies the theme that the visitor chose elsewhere on the site. */
  readonly themeScript: string
}

/** The API reference as one document, from the OpenAPI description. */
export function renderReferencePage(api: ApiDescription, assets: ReferenceAssets): string {
  const endpoints = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  return `<!doctype html>${renderToString(<ReferencePage api={api} endpoints={endpoints} assets={assets} />)}`
}

function ReferencePage({
  api,
  endpoints,
  assets,
}: {
  readonly api: ApiDescription
  readonly endpoints: readonly Endpoint[]
  readonly assets: ReferenceAssets
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
        <link rel="stylesheet" href={assets.stylesheet} />
        <script src={assets.themeScript} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to content
        </a>
        <nav aria-label="Operations">
          <p class="brand">
            <a href="/">{api.info.title}</a> API
          </p>
          <p class="site">
            <a href="/">Jobs</a> <a href="/wikis">Wikis</a> <a href="/openapi.json">OpenAPI</a>
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
