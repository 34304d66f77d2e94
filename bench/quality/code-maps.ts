import { setMaxListeners } from 'node:events'
import { TreeSitterFileParser } from '../../src/analysis/adapters/tree-sitter/tree-sitter-file-parser.js'
import { analyseCode, type AnalysisSettings } from '../../src/analysis/analyse-code.js'
import type { CodeMap, ModuleNode } from '../../src/analysis/code-map.js'
import type { FactsCache } from '../../src/analysis/file-parser.js'
import type { SourceTree } from '../../src/analysis/source-tree.js'
import { built } from '../../test/support/built.js'

/** The limits of the product as it is delivered. */
const settings: AnalysisSettings = { maxFileBytes: 1024 * 1024, maxFiles: 100_000, maxTotalBytes: 4e9, include: [], exclude: [] }

/** Analyses trees with the product's own parser; what was parsed once is remembered. */
export class CodeMaps {
  readonly #parser = new TreeSitterFileParser({ entry: built('analysis/adapters/tree-sitter/parse-child.js'), processes: 2 })
  readonly #signal = new AbortController().signal
  readonly #known = new Map<string, string>()

  readonly #inMemory: FactsCache = {
    get: async (keys) => new Map(keys.flatMap((key) => (this.#known.has(key) ? [[key, this.#known.get(key) ?? ''] as const] : []))),
    put: async (facts) => void facts.forEach((json, key) => this.#known.set(key, json)),
  }

  readonly #facts: FactsCache

  constructor(facts?: FactsCache) {
    this.#facts = facts ?? this.#inMemory
    // One listener for each batch of files.
    setMaxListeners(0, this.#signal)
  }

  /** `former`: of the commit before, which the product hands over. */
  analyse(tree: SourceTree, former?: ModuleNode): Promise<CodeMap> {
    const given = former === undefined ? undefined : { commit: undefined, modules: former }
    return analyseCode(tree, { parser: this.#parser, facts: this.#facts }, { ...settings, former: given }, { signal: this.#signal })
  }

  close(): Promise<void> {
    return this.#parser.close()
  }
}
