/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
  /** Of what the provider had kept. Without it the full price is reckoned, which is more. */
  readonly cachedInput?: number | undefined
}

/** Undefined: nobody said what calls to this model cost. */
export type PriceOf = (model: string) => ModelPrice | undefined

/** Billionths of a US dollar, rounded up: sums of integers are exact, and a token of the cheapest models costs some tens of them. */
export function nanoUsdOf({ inputTokens, outputTokens }: { readonly inputTokens: number; readonly outputTokens: number }, price: ModelPrice): number {
  return Math.ceil((inputTokens * price.input + outputTokens * price.output) * 1_000)
}

export const toNanoUsd = (usd: number): number => Math.round(usd * 1e9)
export const toUsd = (nanoUsd: number): number => nanoUsd / 1e9

/** At the most that so many tokens can come to: as if each were read at the dearer of both prices. */
export function worstNanoUsdOf(tokens: { readonly inputTokens: number; readonly outputTokens: number }, price: ModelPrice): number {
  return nanoUsdOf(tokens, { input: Math.max(price.input, price.cachedInput ?? 0), output: price.output })
}

/** `$0.42`, `$0.0031`, `$12.00`: two digits that count below a dollar, cents above. */
export function dollars(usd: number): string {
  return `$${usd > 0 && usd < 0.1 ? usd.toFixed(4) : usd.toFixed(2)}`
}
