import type { LanguageModelV3 } from '@ai-sdk/provider'
import type { Concessions } from './concessions.js'
import type { ModelEndpoint } from './model-endpoint.js'

type Provider = (model: string) => LanguageModelV3

/** The SDK of one provider, loaded when its first call is made: each is a chunk of its own, so a start without a model loads none. */
export async function loadProvider(endpoint: ModelEndpoint, fetch: typeof globalThis.fetch, concessions: Concessions): Promise<Provider> {
  const { baseUrl } = endpoint
  const common = { fetch, ...(baseUrl === undefined ? {} : { baseURL: baseUrl }) }
  switch (endpoint.provider) {
    case 'openai-compatible':
      return openAiCompatible(endpoint, fetch, concessions)
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai')
      const provider = createOpenAI({ ...common, apiKey: endpoint.apiKey })
      return (model) => provider.chat(model)
    }
    case 'anthropic': {
      const { createAnthropic } = await import('@ai-sdk/anthropic')
      return createAnthropic({ ...common, apiKey: endpoint.apiKey })
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google')
      return createGoogleGenerativeAI({ ...common, apiKey: endpoint.apiKey })
    }
    case 'azure': {
      const { createAzure } = await import('@ai-sdk/azure')
      const { apiKey, apiVersion, resourceName } = endpoint
      const place = resourceName === undefined ? {} : { resourceName }
      const provider = createAzure({ ...common, ...place, apiKey, ...(apiVersion === undefined ? {} : { apiVersion, useDeploymentBasedUrls: true }) })
      return (model) => provider.chat(model)
    }
    case 'bedrock': {
      const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock')
      return createAmazonBedrock({ ...common, region: endpoint.region, ...bedrockKeys(endpoint.keys) })
    }
  }
}

/** An empty key keeps the SDK from taking another one out of the environment. */
function bedrockKeys(keys: Extract<ModelEndpoint, { provider: 'bedrock' }>['keys']) {
  if ('apiKey' in keys) return keys
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  return { apiKey: '', accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

async function openAiCompatible({ baseUrl, apiKey }: Extract<ModelEndpoint, { provider: 'openai-compatible' }>, fetch: typeof globalThis.fetch, concessions: Concessions): Promise<Provider> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const provider = createOpenAICompatible({
    name: 'endpoint',
    baseURL: baseUrl,
    ...(apiKey === undefined ? {} : { apiKey }),
    fetch,
    includeUsage: true,
    supportsStructuredOutputs: true,
    transformRequestBody: (body: Readonly<Record<string, unknown>>) => adapted(body, concessions),
  })
  return (model) => provider.chatModel(model)
}

/** Names that some endpoints do not know, left out or renamed once they said so. */
function adapted(body: Readonly<Record<string, unknown>>, concessions: Concessions): Record<string, unknown> {
  const { stream_options: streamOptions, max_tokens: maxTokens, ...rest } = body
  const has = (parameter: 'stream_options' | 'max_tokens') => concessions.has(String(body['model']), parameter)
  return {
    ...rest,
    ...(has('max_tokens') ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(has('stream_options') ? {} : { stream_options: streamOptions }),
  }
}
