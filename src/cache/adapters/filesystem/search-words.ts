/** `moveToFailed` and `move_to_failed` are found by `move`, `failed` and `to`. */
export function splitIdentifiers(text: string): string {
  const identifiers = text.match(/[\p{L}\p{N}_$]*[\p{Ll}\d]\p{Lu}[\p{L}\p{N}_$]*|[\p{L}\p{N}]+(?:_[\p{L}\p{N}]+)+/gu) ?? []
  return [...new Set(identifiers)].map(splitOne).join(' ')
}

const splitOne = (identifier: string): string => identifier.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replaceAll(/[_$]+/g, ' ')

/** Words of what a person typed: no operator of the query language gets through. */
export function queryWords(query: string): string[] {
  return (query.slice(0, 200).match(/[\p{L}\p{N}_]+/gu) ?? []).slice(0, 8)
}

/** An FTS5 expression: every word must match somewhere, the last one as a prefix. */
export function toMatch(words: readonly string[]): string {
  return words
    .map((word, at) => {
      const parts = splitOne(word).split(/\s+/).filter((part) => part !== '')
      const prefix = at === words.length - 1 ? '*' : ''
      const whole = `"${word}"${prefix}`
      return parts.length < 2 ? whole : `(${whole} OR (${parts.map((part, index) => `"${part}"${index === parts.length - 1 ? prefix : ''}`).join(' AND ')}))`
    })
    .join(' AND ')
}
