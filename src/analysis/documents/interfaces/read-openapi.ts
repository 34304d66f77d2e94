import type { OpenApiFacts } from '../document-facts.js'
import { given } from '../line-finder.js'
import { child, readYaml, textOf } from '../yaml-tree.js'

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])

/** OpenAPI 3 and Swagger 2, in YAML or JSON. */
export function readOpenApi(text: string): OpenApiFacts | undefined {
  const [root] = readYaml(text)
  if (textOf(child(root, 'openapi')) === undefined && textOf(child(root, 'swagger')) === undefined) return undefined
  const operations = (child(root, 'paths')?.entries ?? []).flatMap(({ key: path, node }) =>
    node.entries.flatMap(({ key, line, node: operation }) =>
      methods.has(key)
        ? [{ method: key.toUpperCase(), path, ...given('id', textOf(child(operation, 'operationId'))), ...given('purpose', textOf(child(operation, 'summary'))), startLine: line, endLine: Math.max(line, operation.endLine) }]
        : [],
    ),
  )
  const info = child(root, 'info')
  return operations.length === 0 ? undefined : { kind: 'openapi', ...given('title', textOf(child(info, 'title'))), ...given('version', textOf(child(info, 'version'))), operations }
}
