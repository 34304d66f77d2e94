/** What was rendered before, by a hash of everything that shapes it. It may forget anything at any time. */
export interface RenderCache {
  /** JSON by key; what is not known is missing. */
  get(keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  put(values: ReadonlyMap<string, string>): Promise<void>
}
