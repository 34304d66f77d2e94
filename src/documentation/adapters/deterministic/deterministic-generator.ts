import { createHash } from 'node:crypto'
import type { DocumentationGenerator, GeneratorOptions } from '../../documentation-generator.js'
import { writePlannedPage } from '../../pages/write-page.js'
import type { PlannedPage, WikiPlan } from '../../wiki-plan.js'
import type { WikiPage } from '../../wiki.js'

/** Raise it when a change of ours would change any page. */
const templateVersion = 4

/** Pages from the code map alone: no model, no network, no cost. */
export class DeterministicGenerator implements DocumentationGenerator {
  readonly mainModel = undefined
  readonly explainer = undefined
  readonly #analysisVersion: string

  /** `analysisVersion`: what changes when the analysis would find something else. */
  constructor(analysisVersion: string) {
    this.#analysisVersion = analysisVersion
  }

  fingerprint(options: GeneratorOptions): string {
    const inputs = ['deterministic', templateVersion, this.#analysisVersion, [...options.include].sort(), [...options.exclude].sort(), ...(options.steering === undefined ? [] : [options.steering])]
    return createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 32)
  }

  writePage(plan: WikiPlan, planned: PlannedPage, signal: AbortSignal): Promise<WikiPage> {
    return new Promise((resolve) => {
      signal.throwIfAborted()
      resolve(writePlannedPage(plan, planned))
    })
  }
}
