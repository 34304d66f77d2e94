/** Where a model is and what opens it. Keys are used there and nowhere else. */
export type ModelEndpoint =
  | { readonly provider: 'openai-compatible'; readonly baseUrl: string; readonly apiKey?: string | undefined }
  | { readonly provider: 'openai' | 'anthropic' | 'google'; readonly apiKey: string; readonly baseUrl?: string | undefined }
  | {
      readonly provider: 'azure'
      readonly apiKey: string
      /** Either this, as https://name.openai.azure.com/openai, or `resourceName`. */
      readonly baseUrl?: string | undefined
      readonly resourceName?: string | undefined
      /** As 2024-10-21: addresses by deployment, the older form. Without: the v1 API. */
      readonly apiVersion?: string | undefined
    }
  | {
      readonly provider: 'bedrock'
      readonly region: string
      readonly baseUrl?: string | undefined
      readonly keys: { readonly apiKey: string } | { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined }
    }

export type ProviderName = ModelEndpoint['provider']
