import { aiSdkTextModel } from '../documentation/adapters/ai-sdk/ai-sdk-text-model.js'
import type { ProviderName } from '../documentation/adapters/ai-sdk/model-endpoint.js'
import type { PriceOf } from '../documentation/model-price.js'
import { rateLimitedModel } from '../documentation/rate-limited-model.js'
import { retryingModel } from '../documentation/retrying-model.js'
import type { TextModel } from '../documentation/text-model.js'
import { systemClock } from '../platform/clock.js'
import type { WebAppConfig } from './config.js'
import { composePrices } from './model-prices.js'
import { endpointOf, routeOf } from './model-settings.js'

/** Puts calls under a budget; prices go by the provider's own names, for those are in the requests that reach it. */
export type Budgeted = (model: TextModel, priceOf: PriceOf) => TextModel

/** The configured models themselves, for whoever wants to pay: each call goes to the provider of its model, within that one's limits. */
export function composeTextModel(config: WebAppConfig, budgeted: Budgeted = (model) => model): TextModel | undefined {
  if (config.mainModel === undefined) return undefined
  const models = new Map<ProviderName, TextModel>()
  const at = (provider: ProviderName): TextModel => {
    const model = models.get(provider) ?? providerModel(provider, config, budgeted)
    models.set(provider, model)
    return model
  }
  return {
    complete: async (request, signal) => {
      const { provider, model } = routeOf(request.model, config)
      return at(provider).complete({ ...request, model }, signal)
    },
  }
}

function providerModel(provider: ProviderName, config: WebAppConfig, budgeted: Budgeted): TextModel {
  const prices = composePrices(config)
  const priceOf: PriceOf = (model) => prices(`${provider}:${model}`)
  const asked = aiSdkTextModel({ endpoint: endpointOf(provider, config), priceOf, idleTimeoutMs: config.llmTimeoutSeconds * 1000 })
  const { llmMaxConcurrentCalls: maxConcurrentCalls, llmRequestsPerMinute: requestsPerMinute, llmTokensPerMinute: tokensPerMinute } = config
  // Within the retries: each try may be paid for.
  return retryingModel(budgeted(rateLimitedModel(asked, { maxConcurrentCalls, requestsPerMinute, tokensPerMinute }, systemClock), priceOf))
}
