import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { WikiPage, WikiTreeNode } from '../../documentation/wiki.js'
import { walkTree } from '../../documentation/wiki.js'
import { pageNames, readJsonFile, type ImportProblem } from './read-original-folder.js'

export interface OriginalPages {
  readonly title: string
  readonly pages: readonly WikiPage[]
  readonly tree: WikiTreeNode
  /** Slug by file name without `.md`, in lower case: what links of the original name. */
  readonly slugs: ReadonlyMap<string, string>
  /** JSON files and pages under the names they had. */
  readonly files: ReadonlyMap<string, string>
  readonly metadata: OriginalMetadata | undefined
}

const metadataSchema = z.looseObject({
  generation_info: z
    .looseObject({ timestamp: z.string().nullish(), main_model: z.string().nullish(), repo_path: z.string().nullish(), commit_id: z.string().nullish() })
    .optional(),
  statistics: z.looseObject({ total_components: z.number().nullish() }).optional(),
})
export type OriginalMetadata = z.infer<typeof metadataSchema>

interface Module {
  readonly path?: string | null | undefined
  readonly components?: readonly string[] | undefined
  readonly children?: Readonly<Record<string, Module>> | undefined
}
const moduleSchema: z.ZodType<Module> = z.object({
  path: z.string().nullish(),
  components: z.array(z.string()).optional(),
  get children() {
    return z.record(z.string(), moduleSchema).optional()
  },
})

const maxPageBytes = 5_000_000

/** Reads a folder of pages. Broken JSON costs the order of the pages, not the pages. */
export async function readOriginalPages(folder: string, name: string, problems: ImportProblem[]): Promise<OriginalPages> {
  const texts = await readTexts(folder, problems)
  const slugs = nameSlugs([...texts.keys()])
  const modules = await readJsonFile(join(folder, 'module_tree.json'), z.record(z.string(), moduleSchema), problems)
  const first = await readJsonFile(join(folder, 'first_module_tree.json'), z.record(z.string(), moduleSchema), problems)
  const metadata = await readJsonFile(join(folder, 'metadata.json'), metadataSchema, problems)
  const overview = [...texts].find(([file]) => file.toLowerCase() === 'overview')
  const title = overview === undefined ? name : titleOf(overview[1], name)
  const tree = toTree(title, modules ?? {}, slugs, texts)
  const parents = new Map([...walkTree(tree)].flatMap(({ node }) => node.children.map((child) => [child.slug, node.slug] as const)))
  const written = [...texts].map(([file, markdown]): WikiPage => {
    const slug = slugs.get(file.toLowerCase()) ?? file
    return { slug, title: titleOf(markdown, words(file)), kind: slug === 'overview' ? 'overview' : 'module', parent: parents.get(slug), markdown, citations: [], origin: 'model' }
  })
  const files = new Map<string, string>([
    ['module_tree.json', toJson(modules ?? {})],
    ['first_module_tree.json', toJson(first ?? modules ?? {})],
    ...[...texts].flatMap(([file, markdown]) => (isPlainName(file) ? [[`${file}.md`, markdown] as const] : [])),
  ])
  return { title, pages: overview === undefined ? [madeOverview(title, tree), ...written] : written, tree, slugs, files, metadata }
}

async function readTexts(folder: string, problems: ImportProblem[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const name of await pageNames(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).size > maxPageBytes) problems.push({ where: path, code: 'import/too-large', message: 'A page of more than 5 MB is left out.' })
    else texts.set(name.slice(0, -'.md'.length), await readFile(path, 'utf8'))
  }
  return texts
}

/** `core_utils` and `Core Utils` become `core-utils`; two that become the same are numbered. */
function nameSlugs(files: readonly string[]): Map<string, string> {
  const slugs = new Map<string, string>()
  const taken = new Set<string>()
  for (const file of files) {
    const base = slugOf(file)
    let slug = base
    for (let count = 2; taken.has(slug); count += 1) slug = `${base}-${count}`
    taken.add(slug)
    slugs.set(file.toLowerCase(), slug)
  }
  return slugs
}

export const slugOf = (file: string): string => file.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'page'

/** Modules without a page give their children to their parent; pages that no module names follow at the end. */
function toTree(title: string, modules: Readonly<Record<string, Module>>, slugs: ReadonlyMap<string, string>, texts: ReadonlyMap<string, string>): WikiTreeNode {
  const seen = new Set(['overview'])
  const titles = new Map([...texts].map(([file, markdown]) => [slugs.get(file.toLowerCase()) ?? file, titleOf(markdown, words(file))]))
  const nodes = (children: Readonly<Record<string, Module>>): WikiTreeNode[] =>
    Object.entries(children).flatMap(([name, module]) => {
      const slug = slugs.get(name.toLowerCase())
      const isNew = slug !== undefined && !seen.has(slug)
      if (isNew) seen.add(slug)
      const below = nodes(module.children ?? {})
      return isNew ? [{ slug, title: titles.get(slug) ?? name, path: module.path ?? undefined, components: module.components ?? [], children: below }] : below
    })
  const children = nodes(modules)
  const others = [...titles].filter(([slug]) => !seen.has(slug)).map(([slug, name]): WikiTreeNode => ({ slug, title: name, path: undefined, components: [], children: [] }))
  return { slug: 'overview', title, path: '', components: [], children: [...children, ...others] }
}

/** Every wiki has a page to start from. */
function madeOverview(title: string, tree: WikiTreeNode): WikiPage {
  const list = [...walkTree(tree)].slice(1).map(({ node }) => `- [${node.title.replaceAll(/[[\]\\]/g, String.raw`\$&`)}](${node.slug}.md)`)
  return { slug: 'overview', title, kind: 'overview', parent: undefined, markdown: [`# ${title}`, '', 'The pages were imported without an overview.', '', ...list, ''].join('\n'), citations: [], origin: 'analysis' }
}

const titleOf = (markdown: string, otherwise: string): string => /^#\s+(.{1,200}?)\s*#*$/m.exec(markdown)?.[1]?.replaceAll(/[`*]/g, '') ?? otherwise
const words = (file: string): string => file.replaceAll(/[_-]+/g, ' ').trim() || file
const isPlainName = (file: string): boolean => /^\w[\w-]*$/.test(file)
const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
