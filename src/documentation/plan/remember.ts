/** What is derived from a whole, made when first asked for and kept as long as the whole is. Told by identity. */
export function rememberOf<Whole extends object, Value>(derive: (whole: Whole) => Value): (whole: Whole) => Value {
  const known = new WeakMap<Whole, { readonly value: Value }>()
  return (whole) => {
    const found = known.get(whole) ?? { value: derive(whole) }
    known.set(whole, found)
    return found.value
  }
}

/** The same for each part of the whole by itself. */
export function remember<Whole extends object, Part, Value>(derive: (whole: Whole, part: Part) => Value): (whole: Whole, part: Part) => Value {
  const partsOf = rememberOf<Whole, Map<Part, Value>>(() => new Map())
  return (whole, part) => {
    const parts = partsOf(whole)
    const found = parts.get(part)
    if (found !== undefined) return found
    const value = derive(whole, part)
    parts.set(part, value)
    return value
  }
}
