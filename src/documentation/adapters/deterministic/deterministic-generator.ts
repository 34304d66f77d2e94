import { sha256 } from '../../../platform/sha256.js'
import type { DocumentationGenerator, GeneratorOptions } from '../../documentation-generator.js'
import { writePlannedPage } from '../../pages/write-page.js'
import type { PlannedPage, WikiPlan } from '../../wiki-plan.js'
import type { WikiPage } from '../../wiki.js'

/** Raise it when a change of ours would change any page. */
const templateVersion = 5

/** Pages from the code map alone: no model, no network, no cost. */
export class DeterministicGenerator implements DocumentationGenerator {
  readonly mainModel = undefined
  readonly explainer = undefined
  readonly plain = this
  readonly #analysisVersion: string
  /** For the options of most jobs, which are none. */
  readonly #usual: string

  /** `analysisVersion`: what changes when the analysis would find something else. */
  constructor(analysisVersion: string) {
    this.#analysisVersion = analysisVersion
    this.#usual = this.#hash({ include: [], exclude: [] })
  }

  fingerprint(options: GeneratorOptions): string {
    const isUsual = options.include.length === 0 && options.exclude.length === 0 && options.steering === undefined
    return isUsual ? this.#usual : this.#hash(options)
  }

  #hash({ include, exclude, steering }: GeneratorOptions): string {
    const inputs = ['deterministic', templateVersion, this.#analysisVersion, [...include].sort(), [...exclude].sort(), ...(steering === undefined ? [] : [steering])]
    return sha256(JSON.stringify(inputs), 32)
  }

  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage> {
    return new Promise((resolve) => {
      signal.throwIfAborted()
      resolve(writePlannedPage(plan, planned))
    })
  }
}
