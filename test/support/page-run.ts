import type { PageRun } from '../../src/documentation/documentation-generator.js'
import type { ModelUsage } from '../../src/documentation/text-model.js'

/** A run that remembers what it was told. Source text: `sources`, by path; else every line says where it is. */
export function pageRun(overrides: Partial<PageRun> & { readonly sources?: Readonly<Record<string, string>> } = {}): PageRun & { readonly usages: ModelUsage[]; readonly warnings: string[] } {
  const [usages, warnings]: [ModelUsage[], string[]] = [[], []]
  const { sources = {}, ...rest } = overrides
  const lines = (path: string) => Array.from({ length: 200 }, (_, at) => `code ${at + 1} of ${path}`).join('\n')
  return {
    signal: new AbortController().signal,
    summaries: new Map(),
    retry: 0,
    former: undefined,
    readSources: async (paths) => new Map(paths.map((path) => [path, sources[path] ?? lines(path)])),
    onUsage: (usage) => void usages.push(usage),
    onWarning: (message) => void warnings.push(message),
    usages,
    warnings,
    ...rest,
  }
}
