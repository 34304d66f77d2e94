import { expect, it } from 'vitest'
import { TreeSitterFileParser } from '../../src/analysis/adapters/tree-sitter/tree-sitter-file-parser.js'

/** In bytes: goes to a parser alone. */
const wholeBatch = 199_000

it('P1: a parser that crashes or takes all memory costs the file that did it, and no other', async () => {
  const parser = new TreeSitterFileParser({ entry: new URL('./children/fragile-parser.mjs', import.meta.url), processes: 2 })
  const paths = ['a.ts', 'b.ts', 'crash.ts', 'c.ts', 'memory.ts', 'd.ts', 'e.ts']
  const results = await parser.parse(paths.map((path) => ({ path, language: 'typescript', grammar: 'typescript', content: Buffer.alloc(path === 'memory.ts' ? wholeBatch : 30_000) })), new AbortController().signal)
  // A busy machine may find its time up before its memory.
  const failed = { failed: expect.stringMatching(/^(parser-failed|timed-out)$/) as string }
  expect(results).toEqual(paths.map((path) => (path === 'crash.ts' || path === 'memory.ts' ? failed : { facts: `facts of ${path}` })))
  await parser.close()
}, 120_000)
