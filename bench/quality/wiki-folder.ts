import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { built } from '../../test/support/built.js'
import type { Score } from './compare.js'

const node = z.object({ title: z.string(), components: z.array(z.string()), children: z.record(z.string(), z.unknown()) })
const metadata = z.object({ pages: z.array(z.object({ slug: z.string(), kind: z.string(), parent: z.string().nullable() })) })
const citations = z.array(z.object({ page: z.string(), citations: z.array(z.object({ path: z.string(), startLine: z.number(), endLine: z.number(), blob: z.string() })) }))

export interface WikiFolder {
  /** By slug, as Markdown. */
  readonly pages: ReadonlyMap<string, string>
  /** Nodes of the module tree by slug, with the ids of their components. */
  readonly nodes: ReadonlyMap<string, readonly string[]>
  /** Slugs by that of the module whose members they name. */
  readonly references: ReadonlyMap<string, readonly string[]>
  readonly citations: readonly { readonly page: string; readonly path: string; readonly startLine: number; readonly endLine: number; readonly blob: string }[]
}

/** Documents HEAD with the built command, as users run it. */
export function generate(repository: string, output: string, data: string): void {
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(built('main/cli.js')), 'generate', repository, '--output', output, '--data-dir', data], { encoding: 'utf8', maxBuffer: 1024 ** 3 })
  if (status !== 0) throw new Error(`codewiki generate ${repository}: ${stderr}`)
}

export function readWiki(folder: string): WikiFolder {
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'))
  const nodes = new Map<string, readonly string[]>()
  const collect = (tree: Readonly<Record<string, unknown>>): void => {
    for (const [slug, value] of Object.entries(tree)) {
      const { components, children } = node.parse(value)
      nodes.set(slug, components)
      collect(children)
    }
  }
  collect(z.record(z.string(), z.unknown()).parse(JSON.parse(text('module_tree.json'))))
  const cited = citations.parse(JSON.parse(text('citations.json'))).flatMap(({ page, citations: all }) => all.map((one) => ({ page, ...one })))
  const references = new Map<string, string[]>()
  for (const { slug, kind, parent } of metadata.parse(JSON.parse(text('metadata.json'))).pages)
    if (kind === 'reference' && parent !== null) references.set(parent, [...(references.get(parent) ?? []), slug])
  return { references, pages: new Map(names.map((name) => [name.slice(0, -3), text(name)])), nodes, citations: cited }
}

/** Files of either folder whose bytes are the same in both. Of `metadata.json` the time of the run is left out. */
export function sameFiles(a: string, b: string): Score {
  const names = [...new Set([...readdirSync(a, { recursive: true, encoding: 'utf8' }), ...readdirSync(b, { recursive: true, encoding: 'utf8' })])].sort()
  const content = (folder: string, name: string) => {
    try {
      const text = readFileSync(join(folder, name), 'utf8')
      return name === 'metadata.json' ? text.replace(/"timestamp": "[^"]*"/, '') : text
    } catch {
      return undefined
    }
  }
  const misses = names.filter((name) => content(a, name) !== content(b, name))
  return { hits: names.length - misses.length, all: names.length, misses }
}
