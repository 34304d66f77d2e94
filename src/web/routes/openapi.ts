import type { FastifyInstance } from 'fastify'
import fastifySwagger from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'

const tags = [
  { name: 'Jobs', description: 'Requests to document a repository: submit, follow, steer.' },
  { name: 'Queue', description: 'The queue as a whole.' },
  { name: 'Wikis', description: 'What the jobs have published: pages, module trees, search.' },
  { name: 'Drop-in', description: 'For programs that were written for the original CodeWiki.' },
  { name: 'Operation', description: 'Health and figures for whoever runs the server.' },
]

const description =
  'Turns a git repository into a wiki. Errors are RFC 9457 problem details with a stable `code`. Times are ISO 8601 in UTC. ' +
  'Lists give out a cursor. Unknown fields are refused by name.'

/** Describes every route that is registered after it and has a schema. */
export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: { openapi: '3.1.1', info: { title: 'CodeWiki', version, description, license: { name: 'MIT', identifier: 'MIT' } }, tags },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnusedSchemas(jsonSchemaTransformObject(document)),
  })
}

type SwaggerDocument = ReturnType<typeof jsonSchemaTransformObject>

/** The type provider writes each named schema twice, as input and output; one of the two is seldom used. */
function withoutUnusedSchemas(document: SwaggerDocument): SwaggerDocument {
  if (!('components' in document) || document.components?.schemas === undefined) return document
  const { schemas } = document.components
  const used = new Set<string>()
  const follow = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)) {
      if (name === undefined || used.has(name)) continue
      used.add(name)
      follow(schemas[name])
    }
  }
  follow(document.paths)
  for (const name of Object.keys(schemas)) if (!used.has(name)) delete schemas[name]
  return document
}

export function registerOpenApiRoute(app: FastifyInstance): void {
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
    return app.swagger()
  })
}
