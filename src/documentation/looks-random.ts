/**
 * Whether a value looks drawn at random rather than written: Shannon entropy by character as in detect-secrets (hex from 3.0, others from
 * 3.5 bits), over at least 16 characters of more than one kind, and no words joined by marks or capitals.
 */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false
  const isHex = /^[0-9a-f-]+$/i.test(value)
  if (isHex) return value.length >= 24 && entropyOf(value) >= 3
  return value.length >= 16 ? entropyOf(value) >= 3.5 && !isWords(value) : /[^\w.-]/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && entropyOf(value) >= 3.2
}

/** Bits for a character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}

/** A path, an address, a member of an object or `camelCaseWords2`: most of it is in runs of small letters. */
function isWords(value: string): boolean {
  const letters = [...value.matchAll(/[A-Z]?[a-z]{3,}|[A-Z]{4,}(?![a-z])/g)].reduce((sum, [run]) => sum + run.length, 0)
  return letters / value.length >= 0.6
}
