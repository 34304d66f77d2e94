import { fileURLToPath } from 'node:url'
import { analysisVersion } from '../analysis/analyse-code.js'
import { DeterministicGenerator } from '../documentation/adapters/deterministic/deterministic-generator.js'
import { ModelGenerator } from '../documentation/adapters/model/model-generator.js'
import { readPrompts } from '../documentation/adapters/model/prompts.js'
import type { DocumentationGenerator } from '../documentation/documentation-generator.js'
import { fallbackModel } from '../documentation/fallback-model.js'
import { ledgerModel } from '../documentation/ledger-model.js'
import type { ModelLedger } from '../documentation/model-ledger.js'
import { redactingModel } from '../documentation/redacting-model.js'
import type { TextModel } from '../documentation/text-model.js'
import { systemClock } from '../platform/clock.js'
import { composeTextModel } from './compose-text-model.js'
import type { WebAppConfig } from './config.js'
import { fallbackModels, routeOf } from './model-settings.js'

/** Pages from the code alone; with a model configured, explained by it. Every call goes through the ledger. */
export function composeGenerator(config: WebAppConfig, ledger: ModelLedger): DocumentationGenerator {
  const plain = new DeterministicGenerator(analysisVersion)
  const { mainModel, clusterModel: plannerModel, llmTemperature, llmMaxOutputTokens } = config
  const endpoints = composeTextModel(config)
  if (mainModel === undefined || endpoints === undefined) return plain
  const bought = ledgerModel(redactingModel(endpoints), ledger, systemClock)
  const fallbacks = fallbackModels(config)
  const isElsewhere = (one: string, other: string) => routeOf(one, config).provider !== routeOf(other, config).provider
  const asked = fallbacks.length === 0 ? bought : fallbackModel(bought, fallbacks, isElsewhere)
  const model = shapedModel(asked, llmTemperature, llmMaxOutputTokens)
  const shape = llmTemperature === undefined && llmMaxOutputTokens === undefined ? [] : [llmTemperature ?? null, llmMaxOutputTokens ?? null]
  const prompts = readPrompts(fileURLToPath(new URL('../documentation/prompts', import.meta.url)))
  return new ModelGenerator({ plain, model, prompts }, { mainModel, plannerModel, fallbackModel: fallbacks.length === 0 ? undefined : fallbacks.join(','), shape })
}

/** As whoever runs CodeWiki wants answers to be, before they are looked up. */
function shapedModel(model: TextModel, temperature: number | undefined, maxOutputTokens = Infinity): TextModel {
  return {
    complete: (request, signal) =>
      model.complete({ ...request, temperature: temperature ?? request.temperature, maxOutputTokens: Math.min(request.maxOutputTokens, maxOutputTokens) }, signal),
  }
}
