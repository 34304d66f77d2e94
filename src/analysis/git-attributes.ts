import type { AttributeHints } from './classify-file.js'
import { makeGlobMatcher } from './glob.js'
import type { SourceEntry, SourceTree } from './source-tree.js'

interface Rule {
  readonly matches: (path: string) => boolean
  readonly generated: boolean | undefined
  readonly vendored: boolean | undefined
}

/** The top-level `.gitattributes`: `linguist-generated` and `linguist-vendored`, the last matching rule counts. */
export async function readAttributes(tree: SourceTree, entries: readonly SourceEntry[], signal: AbortSignal): Promise<AttributeHints> {
  const rules: Rule[] = []
  for await (const { content } of tree.blobs(entries.filter(({ path }) => path === '.gitattributes'), signal)) rules.push(...parse(content.toString('utf8')))
  const last = (path: string, key: 'generated' | 'vendored') => rules.findLast((rule) => rule[key] !== undefined && rule.matches(path))?.[key]
  return { generated: (path) => last(path, 'generated'), vendored: (path) => last(path, 'vendored') }
}

function parse(text: string): Rule[] {
  return text.split('\n').flatMap((line) => {
    const [pattern, ...attributes] = line.trim().split(/\s+/)
    if (pattern === undefined || pattern === '' || pattern.startsWith('#')) return []
    return [{ matches: makeGlobMatcher([pattern]), generated: flag(attributes, 'linguist-generated'), vendored: flag(attributes, 'linguist-vendored') }]
  })
}

function flag(attributes: readonly string[], name: string): boolean | undefined {
  for (const attribute of attributes) {
    if (attribute === name || attribute === `${name}=true`) return true
    if (attribute === `-${name}` || attribute === `${name}=false`) return false
  }
  return undefined
}
