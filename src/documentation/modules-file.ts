import * as z from 'zod'
import type { CodeMap, ModuleNode } from '../analysis/code-map.js'

/** `modules.json` of a wiki: what the next commit's wiki keeps its modules by. */
export interface ModulesFile {
  readonly commit: string
  /** The commit whose modules this one has kept. */
  readonly modulesFrom: string | undefined
  /** A model has been asked how it would divide these, or those that they were kept from. */
  readonly judged: boolean
  readonly modules: ModuleNode
}

export const modulesFileName = 'modules.json'
const format = 1
/** More than any division makes; a tree that grew deeper over the years is divided anew. */
const mostLevels = 16

export function writeModulesFile(code: CodeMap, commit: string, judged: boolean): string {
  return `${JSON.stringify({ format, commit, modules_from: code.modulesFrom ?? null, judged, modules: code.modules })}\n`
}

/** Undefined when it is none of ours: of another format, damaged, or with modules that could not be pages. */
export function readModulesFile(text: string): ModulesFile | undefined {
  try {
    const { commit, modules_from: modulesFrom, judged, modules } = fileSchema.parse(JSON.parse(text))
    return { commit, modulesFrom: modulesFrom ?? undefined, judged, modules }
  } catch (error) {
    if (error instanceof z.ZodError || error instanceof SyntaxError) return undefined
    throw error
  }
}

const slugSchema = z.string().regex(/^[a-z0-9-]{1,200}$/)

function nodeSchema(levels: number): z.ZodType<ModuleNode> {
  const below = levels === 1 ? z.array(z.never()) : z.array(nodeSchema(levels - 1))
  return z
    .object({ id: slugSchema, name: z.string().min(1), path: z.string().optional(), files: z.array(z.string()), children: below, formerSlugs: z.array(slugSchema).optional() })
    // In the order of a division: what is written again has the same bytes.
    .transform(({ id, name, path, files, children, formerSlugs }) => ({ id, name, path, files, children, ...(formerSlugs === undefined ? {} : { formerSlugs }) }))
}

const isWhole = (root: ModuleNode): boolean => {
  const nodes = everyNode(root)
  const files = nodes.flatMap((node) => node.files)
  return root.id === 'overview' && root.path === '' && new Set(nodes.map(({ id }) => id)).size === nodes.length && new Set(files).size === files.length
}
const everyNode = (node: ModuleNode): ModuleNode[] => [node, ...node.children.flatMap(everyNode)]

const commitSchema = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)
const fileSchema = z.object({ format: z.literal(format), commit: commitSchema, modules_from: commitSchema.nullable(), judged: z.boolean().default(false), modules: nodeSchema(mostLevels).refine(isWhole) })
