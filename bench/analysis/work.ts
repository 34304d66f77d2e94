import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SourceTree } from '../../src/analysis/source-tree.js'

const treeSchema = z.object({
  /** Work tree. */
  folder: z.string(),
  entries: z.array(z.object({ path: z.string(), oid: z.string(), sizeBytes: z.number() })),
  skipped: z.array(z.object({ path: z.string(), reason: z.enum(['symlink', 'submodule', 'unsafe-name']) })),
})
export type CheckedOut = z.infer<typeof treeSchema>

/** What a child is to do; it finds this in the file that its argument names. */
export const workSchema = z.object({
  kind: z.enum(['parse', 'extract', 'analyse']),
  trees: z.array(treeSchema),
  /** Database of facts, as the product has it; without, facts are kept in memory. */
  facts: z.string().optional(),
  /** File for the result; without, it is printed. */
  answer: z.string().optional(),
})
export type Work = z.infer<typeof workSchema>

/** What it tells in the end. */
export const resultSchema = z.object({ cpuSeconds: z.number(), files: z.number(), lines: z.number() })
export type Result = z.infer<typeof resultSchema>

export const sourceTree = ({ folder, entries, skipped }: CheckedOut): SourceTree => ({
  entries,
  skipped,
  async *blobs(wanted) {
    for (const entry of wanted) yield { entry, content: readFileSync(join(folder, entry.path)) }
  },
})
