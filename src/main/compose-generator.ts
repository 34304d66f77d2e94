import { fileURLToPath } from 'node:url'
import { analysisVersion } from '../analysis/analyse-code.js'
import { aiSdkTextModel } from '../documentation/adapters/ai-sdk/ai-sdk-text-model.js'
import { DeterministicGenerator } from '../documentation/adapters/deterministic/deterministic-generator.js'
import { ModelGenerator } from '../documentation/adapters/model/model-generator.js'
import { readPrompts } from '../documentation/adapters/model/prompts.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import { fallbackModel } from '../documentation/fallback-model.js'
import { ledgerModel } from '../documentation/ledger-model.js'
import type { ModelLedger } from '../documentation/model-ledger.js'
import type { TextModel } from '../documentation/text-model.js'
import { systemClock } from '../platform/clock.js'
import type { WebAppConfig } from './config.js'

/** Pages from the code alone; with a model configured, explained by it. Every call goes through the ledger. */
export function composeGenerator(config: WebAppConfig, ledger: ModelLedger): DocumentationGenerator {
  const plain = new DeterministicGenerator(analysisVersion)
  const { mainModel, clusterModel: plannerModel, fallbackModel: fallback } = config
  const endpoint = composeTextModel(config)
  if (mainModel === undefined || endpoint === undefined) return plain
  const bought = ledgerModel(endpoint, ledger, systemClock)
  const model = fallback === undefined ? bought : fallbackModel(bought, fallback)
  const prompts = readPrompts(fileURLToPath(new URL('../documentation/prompts', import.meta.url)))
  return new ModelGenerator({ plain, model, prompts }, { mainModel, plannerModel, fallbackModel: fallback })
}

/** The configured endpoint itself, for whoever wants to pay. */
export function composeTextModel(config: WebAppConfig): TextModel | undefined {
  const { llmBaseUrl, llmApiKey, llmPriceInput, llmPriceOutput, llmTimeoutSeconds } = config
  if (llmBaseUrl === undefined) return undefined
  const price = llmPriceInput === undefined || llmPriceOutput === undefined ? undefined : { input: llmPriceInput, output: llmPriceOutput }
  return aiSdkTextModel({ baseUrl: llmBaseUrl, apiKey: llmApiKey, price, timeoutMs: llmTimeoutSeconds * 1000 })
}
