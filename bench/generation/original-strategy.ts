import { countTokens } from 'gpt-tokenizer'
import type { Subject } from './explained.js'

/** Its own prompts, which are sent with every call: about as long as those that it publishes. */
const systemTokens = 900
/** Mean page of its published wikis: 1,038 words. */
const pageTokens = 1_400
/** What it documents: it drops functions, and with them files that have nothing else. */
const documented: ReadonlySet<string> = new Set(['class', 'interface', 'struct'])

export interface OriginalCost {
  readonly calls: number
  readonly inputTokens: number
  readonly outputTokens: number
}

/**
 * What the original's strategy would send for the same modules, counted low: one call that groups all components by name; for each leaf
 * module the module tree and its files whole, then the same conversation again with the page that the model has handed to its file tool;
 * for each module above, and for the repository, one call with the pages below it. No repair, no reading of further components.
 */
export function originalCost({ code, plan, readText }: Subject): OriginalCost {
  const files = new Set(code.components.flatMap(({ kind, path }) => (documented.has(kind) ? [path] : [])))
  const names = code.components.filter(({ kind, path }) => documented.has(kind) && files.has(path)).map(({ id }) => id)
  const tree = countTokens(plan.modulePages.map(({ title, module }) => `${title}: ${module.files.join(', ')}`).join('\n'))
  let [calls, inputTokens, outputTokens] = [1, systemTokens + countTokens(names.join('\n')), tree]
  for (const { module } of plan.modulePages) {
    const own = module.files.filter((path) => files.has(path))
    if (module.children.length === 0 && own.length > 0) {
      const asked = systemTokens + tree + own.reduce((sum, path) => sum + countTokens(readText(path)), 0)
      calls += 2
      inputTokens += asked + asked + pageTokens
      outputTokens += pageTokens
    } else if (module.children.length > 0) {
      calls += 1
      inputTokens += systemTokens + tree + module.children.length * pageTokens
      outputTokens += pageTokens
    }
  }
  return { calls, inputTokens, outputTokens }
}
