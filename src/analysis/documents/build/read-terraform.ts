import type { InfrastructureFacts, InfrastructureObject } from '../document-facts.js'
import { given } from '../line-finder.js'

const kinds = new Set(['resource', 'module', 'variable', 'provider', 'output', 'data'])

/** *.tf: blocks at the left margin, as `terraform fmt` writes them, up to the brace at the margin. */
export function readTerraform(text: string): InfrastructureFacts | undefined {
  const objects: InfrastructureObject[] = []
  let open: { kind: string; labels: string[]; startLine: number; note: string | undefined } | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const match = /^(\w+)((?:\s+"[^"]+")*)\s*\{(.*)$/.exec(line)
    if (match?.[1] !== undefined && kinds.has(match[1])) open = { kind: match[1], labels: [...(match[2] ?? '').matchAll(/"([^"]+)"/g)].map((label) => label[1] ?? ''), startLine: at + 1, note: undefined }
    if (open === undefined) continue
    const noted = /^\s+(?:source|description)\s*=\s*"([^"]+)"/.exec(line)?.[1]
    open.note ??= noted
    if (!/^\}/.test(line) && match?.[3]?.trim() !== '}') continue
    objects.push({ kind: open.kind, name: open.labels.join('.'), ...given('note', open.note), startLine: open.startLine, endLine: at + 1 })
    open = undefined
  }
  return objects.length === 0 ? undefined : { kind: 'infrastructure', system: 'Terraform', objects }
}
