import type { ModelEndpoint, ProviderName } from '../documentation/adapters/ai-sdk/model-endpoint.js'
import { AppError } from '../platform/app-error.js'

export const providers = ['openai-compatible', 'openai', 'anthropic', 'google', 'azure', 'bedrock'] as const satisfies readonly ProviderName[]

/** The settings that say where models are and what opens them. */
export interface ModelSettings {
  readonly mainModel?: string | undefined
  readonly clusterModel?: string | undefined
  /** Each may hold several, separated by commas. */
  readonly fallbackModel?: string | undefined
  readonly fallbackModel2?: string | undefined
  readonly fallbackModel3?: string | undefined
  readonly llmProvider?: ProviderName | undefined
  readonly llmBaseUrl?: string | undefined
  readonly llmApiKey?: string | undefined
  readonly openaiApiKey?: string | undefined
  readonly anthropicApiKey?: string | undefined
  readonly googleApiKey?: string | undefined
  readonly azureApiKey?: string | undefined
  readonly azureResourceName?: string | undefined
  readonly azureApiVersion?: string | undefined
  readonly awsRegion?: string | undefined
  readonly awsAccessKeyId?: string | undefined
  readonly awsSecretAccessKey?: string | undefined
  readonly awsSessionToken?: string | undefined
  readonly awsBedrockKey?: string | undefined
}

export interface ModelRoute {
  readonly provider: ProviderName
  /** As the provider calls it. */
  readonly model: string
}

/** In the order in which they are asked. */
export function fallbackModels({ fallbackModel, fallbackModel2, fallbackModel3 }: ModelSettings): readonly string[] {
  const names = [fallbackModel, fallbackModel2, fallbackModel3].flatMap((text) => text?.split(',') ?? []).map((name) => name.trim())
  return [...new Set(names.filter((name) => name !== ''))]
}

/** Every model that may be asked, each once. None without a main model. */
export function configuredModels(settings: ModelSettings): readonly string[] {
  const { mainModel, clusterModel } = settings
  if (mainModel === undefined) return []
  return [...new Set([mainModel, ...(clusterModel === undefined ? [] : [clusterModel]), ...fallbackModels(settings)])]
}

/**
 * `anthropic:claude-…` is at Anthropic, and so for each provider's name; a name without one is at `LLM_PROVIDER`, and without that at the
 * OpenAI-compatible endpoint of `LLM_BASE_URL`. A slash means nothing, for such endpoints have names as `anthropic/claude-…`.
 * @throws AppError `config/missing-value`
 */
export function routeOf(name: string, { llmProvider, llmBaseUrl }: ModelSettings): ModelRoute {
  const named = providerIn(name)
  if (named !== undefined) return { provider: named, model: name.slice(named.length + 1) }
  if (llmProvider !== undefined) return { provider: llmProvider, model: name }
  if (llmBaseUrl !== undefined) return { provider: 'openai-compatible', model: name }
  throw missing('LLM_BASE_URL', `The model ${name} is set, but not where it is.`, `Set LLM_BASE_URL to an OpenAI-compatible endpoint, as https://host/v1, or LLM_PROVIDER to one of ${providers.join(', ')}, or name the provider with the model, as anthropic:${name}.`)
}

/** With the provider, so that one model has one: `gpt` with `LLM_PROVIDER=openai` is `openai:gpt`. */
export function fullName(name: string, { llmProvider }: Pick<ModelSettings, 'llmProvider'>): string {
  return providerIn(name) === undefined ? `${llmProvider ?? 'openai-compatible'}:${name}` : name
}

const providerIn = (name: string): ProviderName | undefined => providers.find((provider) => name.startsWith(`${provider}:`))

/**
 * What opens a provider. `LLM_BASE_URL` and `LLM_API_KEY` belong to `LLM_PROVIDER` (without that: to the OpenAI-compatible endpoint) and
 * go to no other.
 * @throws AppError `config/missing-value` naming the setting
 */
export function endpointOf(provider: ProviderName, settings: ModelSettings): ModelEndpoint {
  const isMeant = provider === (settings.llmProvider ?? 'openai-compatible')
  const baseUrl = isMeant ? settings.llmBaseUrl : undefined
  const key = (own: string | undefined, variable: string): string => {
    const found = (isMeant ? settings.llmApiKey : undefined) ?? own
    if (found !== undefined && !/^[\x21-\x7e]+$/.test(found)) throw new AppError('config/invalid-value', 'invalid', `${variable} holds spaces or characters that no key has.`, { advice: `Change ${variable}.`, details: { key: variable } })
    if (found !== undefined) return found
    throw missing(variable, `A model at ${provider} is set, but no key for it.`, `Set ${variable}${isMeant ? ' or LLM_API_KEY' : ''}.`)
  }
  switch (provider) {
    case 'openai-compatible':
      if (baseUrl === undefined) throw missing('LLM_BASE_URL', 'A model at an OpenAI-compatible endpoint is set, but LLM_BASE_URL is not, or belongs to LLM_PROVIDER.', 'Set LLM_BASE_URL, as https://host/v1, and take LLM_PROVIDER out: name the provider with the other models, as anthropic:….')
      return { provider, baseUrl, apiKey: settings.llmApiKey }
    case 'openai':
      return { provider, baseUrl, apiKey: key(settings.openaiApiKey, 'OPENAI_API_KEY') }
    case 'anthropic':
      return { provider, baseUrl, apiKey: key(settings.anthropicApiKey, 'ANTHROPIC_API_KEY') }
    case 'google':
      return { provider, baseUrl, apiKey: key(settings.googleApiKey, 'GOOGLE_GENERATIVE_AI_API_KEY') }
    case 'azure': {
      const { azureResourceName: resourceName, azureApiVersion: apiVersion } = settings
      if (baseUrl === undefined && resourceName === undefined) throw missing('AZURE_RESOURCE_NAME', 'A model at Azure is set, but not at which resource.', 'Set AZURE_RESOURCE_NAME, or LLM_PROVIDER=azure and LLM_BASE_URL.')
      return { provider, baseUrl, resourceName, apiVersion, apiKey: key(settings.azureApiKey, 'AZURE_API_KEY') }
    }
    case 'bedrock':
      if (settings.awsRegion === undefined) throw missing('AWS_REGION', 'A model at Bedrock is set, but no region.', 'Set AWS_REGION, as eu-central-1.')
      return { provider, baseUrl, region: settings.awsRegion, keys: bedrockKeys(settings, isMeant) }
  }
}

function bedrockKeys({ llmApiKey, awsBedrockKey, awsAccessKeyId: accessKeyId, awsSecretAccessKey: secretAccessKey, awsSessionToken: sessionToken }: ModelSettings, isMeant: boolean) {
  const apiKey = (isMeant ? llmApiKey : undefined) ?? awsBedrockKey
  if (apiKey !== undefined) return { apiKey }
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey, sessionToken }
  throw missing('AWS_ACCESS_KEY_ID', 'A model at Bedrock is set, but no key for it.', 'Set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (profiles and roles are not read).')
}

/** @throws AppError `config/missing-value` when one of the models cannot be reached as it is */
export function checkModels(settings: ModelSettings): void {
  for (const name of configuredModels(settings)) endpointOf(routeOf(name, settings).provider, settings)
}

function missing(key: string, message: string, advice: string): AppError {
  return new AppError('config/missing-value', 'invalid', message, { advice, details: { key } })
}
