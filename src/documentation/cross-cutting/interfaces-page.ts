import { writeCommandLine } from './interfaces/command-line-section.js'
import { writeRoutes } from './interfaces/routes-section.js'
import { writeOpenApi, writeSchemas } from './interfaces/schemas-section.js'
import { writeTables } from './interfaces/tables-section.js'
import { factsOfKind } from './facts-of-kind.js'
import type { CrossCuttingPage } from './cross-cutting-page.js'

/** Where others meet it: over HTTP, on the command line, by schemas and in the database. */
export const interfacesPage: CrossCuttingPage = {
  address: 'interfaces',
  title: 'Routes, commands and tables',
  sections({ code }) {
    const { routes, commands } = code.surroundings
    const documents = (['openapi', 'schema', 'tables'] as const).reduce((sum, kind) => sum + factsOfKind(code, kind).length, 0)
    return routes.length + commands.length + documents === 0 ? undefined : [writeRoutes, writeOpenApi, writeCommandLine, writeSchemas, writeTables]
  },
}
