import { fileURLToPath } from 'node:url'
import { uuidv7 } from 'uuidv7'
import { analysisVersion } from '../analysis/analyse-code.js'
import { DeterministicGenerator } from '../documentation/adapters/deterministic/deterministic-generator.js'
import { ModelGenerator } from '../documentation/adapters/model/model-generator.js'
import { readPrompts } from '../documentation/adapters/model/prompts.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import { budgetedModel } from '../documentation/budgeted-model.js'
import { fallbackModel } from '../documentation/fallback-model.js'
import { ledgerModel } from '../documentation/ledger-model.js'
import type { ModelLedger } from '../documentation/model-ledger.js'
import { redactingModel } from '../documentation/redacting-model.js'
import type { SpendingBook } from '../documentation/spending-book.js'
import type { TextModel } from '../documentation/text-model.js'
import { systemClock } from '../platform/clock.js'
import type { Logger } from '../platform/logger.js'
import { dayCapsOf } from './compose-budget.js'
import { composeTextModel, type Budgeted } from './compose-text-model.js'
import type { WebAppConfig } from './config.js'
import { fallbackModels, routeOf } from './model-settings.js'

export interface GeneratorStores {
  readonly ledger: ModelLedger
  readonly spending: SpendingBook
}

/** Pages from the code alone; with a model configured, explained by it. Every call goes through the ledger, and what is not in it through the budget. */
export function composeGenerator(config: WebAppConfig, { ledger, spending }: GeneratorStores, logger: Logger, promptsAt = new URL('../documentation/prompts', import.meta.url)): DocumentationGenerator {
  const plain = new DeterministicGenerator(analysisVersion)
  const { mainModel, clusterModel: plannerModel, llmTemperature, llmMaxOutputTokens } = config
  const budgeted: Budgeted = (model, priceOf) => budgetedModel(model, { book: spending, newId: uuidv7, logger }, { priceOf, dayCaps: dayCapsOf(config) })
  const endpoints = composeTextModel(config, budgeted)
  if (mainModel === undefined || endpoints === undefined) return plain
  const bought = ledgerModel(redactingModel(endpoints), ledger, systemClock)
  const fallbacks = fallbackModels(config)
  const isElsewhere = (one: string, other: string) => routeOf(one, config).provider !== routeOf(other, config).provider
  const asked = fallbacks.length === 0 ? bought : fallbackModel(bought, fallbacks, isElsewhere)
  const model = shapedModel(asked, llmTemperature, llmMaxOutputTokens)
  const shape = llmTemperature === undefined && llmMaxOutputTokens === undefined ? [] : [llmTemperature ?? null, llmMaxOutputTokens ?? null]
  const prompts = readPrompts(fileURLToPath(promptsAt))
  return new ModelGenerator({ plain, model, prompts }, { mainModel, plannerModel, fallbackModel: fallbacks.length === 0 ? undefined : fallbacks.join(','), shape })
}

/** As whoever runs CodeWiki wants answers to be, before they are looked up. */
function shapedModel(model: TextModel, temperature: number | undefined, maxOutputTokens = Infinity): TextModel {
  return {
    complete: (request, signal) =>
      model.complete({ ...request, temperature: temperature ?? request.temperature, maxOutputTokens: Math.min(request.maxOutputTokens, maxOutputTokens) }, signal),
  }
}
