import { createHash } from 'node:crypto'
import { TreeSitterFileParser } from '../../src/analysis/adapters/tree-sitter/tree-sitter-file-parser.js'
import { analyseCode, type AnalysisSettings } from '../../src/analysis/analyse-code.js'
import type { CodeMap } from '../../src/analysis/code-map.js'
import type { FactsCache } from '../../src/analysis/file-parser.js'
import type { SourceTree } from '../../src/analysis/source-tree.js'
import { built } from './built.js'

export type Files = Readonly<Record<string, string | Buffer>>

const settings: AnalysisSettings = { maxFileBytes: 1_000_000, maxFiles: 1_000, maxTotalBytes: 1e9, include: [], exclude: [] }
const forgetful: FactsCache = { get: async () => new Map<string, string>(), put: async () => undefined }

/** As the product does: what was found in a blob is not looked for again. */
export function remembering(): FactsCache {
  const known = new Map<string, string>()
  return {
    get: async (keys) => new Map(keys.flatMap((key) => (known.has(key) ? [[key, known.get(key) ?? ''] as const] : []))),
    put: async (facts) => facts.forEach((value, key) => known.set(key, value)),
  }
}

/** Analyses files that are written in the test, with the real parser in a process of its own. Close it at the end. */
export class CodeLab {
  readonly #facts: FactsCache
  readonly #parser = new TreeSitterFileParser({ entry: built('analysis/adapters/tree-sitter/parse-child.js'), processes: 1 })

  constructor(facts = forgetful) {
    this.#facts = facts
  }

  readonly analyse = (files: Files, changes: Partial<AnalysisSettings> = {}): Promise<CodeMap> =>
    analyseCode(treeOf(files), { parser: this.#parser, facts: this.#facts }, { ...settings, ...changes }, { signal: new AbortController().signal })

  readonly close = (): Promise<void> => this.#parser.close()
}

function treeOf(files: Files): SourceTree {
  const contents = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]))
  const entries = [...contents].map(([path, content]) => ({ path, oid: createHash('sha1').update(content).digest('hex'), sizeBytes: content.length }))
  return {
    entries,
    skipped: [],
    async *blobs(wanted) {
      for (const entry of wanted) yield { entry, content: contents.get(entry.path) ?? Buffer.alloc(0) }
    },
  }
}

/** Who uses what, types that are only named left out: `a.ts#f call b.ts#g (import)`. */
export const edges = (code: CodeMap): string[] => code.references.flatMap(({ from, to, kind, tier }) => (kind === 'type' ? [] : `${from} ${kind} ${to} (${tier})`)).sort()
