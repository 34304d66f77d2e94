/** Parts of a request that an endpoint may refuse although it could answer without them. */
const parameters = ['temperature', 'schema', 'max_tokens', 'stream_options'] as const
export type Parameter = (typeof parameters)[number]

/** What each model was found not to take. Kept as long as the process lives, so a model is asked in vain once. */
export class Concessions {
  readonly #made = new Map<string, Set<Parameter>>()

  has(model: string, parameter: Parameter): boolean {
    return this.#made.get(model)?.has(parameter) ?? false
  }

  /** True when it is new, so that asking again makes sense. */
  make(model: string, parameter: unknown): boolean {
    const known = parameters.find((one) => one === parameter)
    if (known === undefined || this.has(model, known)) return false
    this.#made.set(model, new Set([...(this.#made.get(model) ?? []), known]))
    return true
  }
}
