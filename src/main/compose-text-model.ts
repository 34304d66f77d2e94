import { aiSdkTextModel } from '../documentation/adapters/ai-sdk/ai-sdk-text-model.js'
import type { ProviderName } from '../documentation/adapters/ai-sdk/model-endpoint.js'
import { rateLimitedModel } from '../documentation/rate-limited-model.js'
import { retryingModel } from '../documentation/retrying-model.js'
import type { TextModel } from '../documentation/text-model.js'
import { systemClock } from '../platform/clock.js'
import type { WebAppConfig } from './config.js'
import { endpointOf, routeOf } from './model-settings.js'

/** The configured models themselves, for whoever wants to pay: each call goes to the provider of its model, within that one's limits. */
export function composeTextModel(config: WebAppConfig): TextModel | undefined {
  if (config.mainModel === undefined) return undefined
  const models = new Map<ProviderName, TextModel>()
  const at = (provider: ProviderName): TextModel => {
    const model = models.get(provider) ?? providerModel(provider, config)
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

function providerModel(provider: ProviderName, config: WebAppConfig): TextModel {
  const { llmPriceInput: input, llmPriceOutput: output, llmPriceCachedInput: cachedInput, llmTimeoutSeconds } = config
  const price = input === undefined || output === undefined ? undefined : { input, output, cachedInput }
  const asked = aiSdkTextModel({ endpoint: endpointOf(provider, config), price, idleTimeoutMs: llmTimeoutSeconds * 1000 })
  const { llmMaxConcurrentCalls: maxConcurrentCalls, llmRequestsPerMinute: requestsPerMinute, llmTokensPerMinute: tokensPerMinute } = config
  return retryingModel(rateLimitedModel(asked, { maxConcurrentCalls, requestsPerMinute, tokensPerMinute }, systemClock))
}
