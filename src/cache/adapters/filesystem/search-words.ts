/** Scripts written without spaces: each character is a word of its own, a query for several is a phrase. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const unspacedRuns = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}ー]+/gu
const words = /[\p{L}\p{N}_$]+/gu
/** Of more than one word. Looks at a few characters at a time: a word may be as long as its file. */
const isCompound = /[\p{Ll}\d]\p{Lu}|\p{Lu}\p{Lu}\p{Ll}|[\p{L}\p{N}]_[\p{L}\p{N}]/u

/** Parts of names, to be searched beside the text: `moveToFailed` and `move_to_failed` are found by `move`, `failed` and `to`. */
export function splitIdentifiers(text: string): string {
  const names = [...new Set(text.match(words))].filter((word) => isCompound.test(word)).map(splitName)
  const characters = [...new Set(text.match(unspacedRuns))].map((run) => [...run].join(' '))
  return [...names, ...characters].join(' ')
}

/** `HTTPServer` is `HTTP Server`, `sha256Sum` is `sha256 Sum`. */
const splitName = (name: string): string =>
  name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/[_$]+/g, ' ')
    .trim()

/** Words that a correction may lead to, in lower case: three letters of a typo must agree with something. */
export function correctableWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]{4,40}/gu) ?? []
}

/** Words that carry no meaning of their own in a question. */
const fillers = new Set(
  'a an and are as at be by can do does for from how i in into is it its my of on or that the this to was what when where which who why with you'.split(
    ' ',
  ),
)

/** At most eight words of what a person typed: no operator of the query language gets through. */
export function queryWords(query: string): string[] {
  return (query.slice(0, 200).match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).filter((word) => /[\p{L}\p{N}]/u.test(word)).slice(0, 8)
}

export const meaningfulWords = (words: readonly string[]): string[] => words.filter((word) => !fillers.has(word.toLowerCase()))

/** An FTS5 expression. Words match whole or by the parts of their name, the last one also by its beginning. */
export function toMatch(words: readonly string[], join: 'AND' | 'OR'): string {
  return words.map((word, at) => wordMatch(word, at === words.length - 1 ? '*' : '')).join(` ${join} `)
}

function wordMatch(word: string, prefix: '' | '*'): string {
  if (unspaced.test(word)) return `("${word}"${prefix} OR "${[...word].join(' ')}")`
  const parts = splitName(word)
    .split(/\s+/)
    .filter((part) => part !== '')
  if (parts.length < 2) return `"${word}"${prefix}`
  return `("${word}"${prefix} OR (${parts.map((part, at) => `"${part}"${at === parts.length - 1 ? prefix : ''}`).join(' AND ')}))`
}
