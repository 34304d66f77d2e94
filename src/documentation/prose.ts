const number = new Intl.NumberFormat('en')

/** `1,234` */
export function figure(value: number): string {
  return number.format(value)
}

/** `1 class`, `3 classes`, `2 libraries`. The noun is given in the singular. */
export function count(value: number, noun: string): string {
  return `${figure(value)} ${value === 1 ? noun : plural(noun)}`
}

export function plural(noun: string): string {
  if (/(?:s|x|z|ch|sh)$/.test(noun)) return `${noun}es`
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`
  return `${noun}s`
}

/** `a`, `a and b`, `a, b and c`; with `total`, what is left out is said: `a, b and 4 more`. */
export function listOf(items: readonly string[], total = items.length): string {
  const rest = total - items.length
  const all = rest > 0 ? [...items, `${figure(rest)} more`] : items
  if (all.length <= 1) return all[0] ?? ''
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

/** Begins with a capital, unless the first word is a name that is written otherwise: `pytest.raises`, `fooBar`, `npm:`, or the one given. */
export function capitalise(text: string, name?: string): string {
  if (name !== undefined && text.split(' ', 1)[0] === name) return text
  return /^\p{Ll}[\p{Ll}'’,-]*(?=\s|$|\.$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}

/** Ends with a full stop unless it ends with a mark of its own. */
export function sentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?…:]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

/** Cuts at a word's end and says so with an ellipsis. */
export function shorten(text: string, maxLength: number): string {
  // To spare a word or two is not worth the riddle.
  if (text.length <= maxLength * 1.15) return text
  const cut = text.slice(0, maxLength - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > maxLength / 2 ? cut.slice(0, space) : cut).replace(/[\s,;:]+$/, '')}…`
}

/** Shares in percent for people: `98 %`, `< 1 %`. */
export function percent(part: number, whole: number): string {
  const value = whole === 0 ? 0 : (part / whole) * 100
  return value > 0 && value < 1 ? '< 1 %' : `${Math.round(value)} %`
}

/** Code unit order: the same on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
