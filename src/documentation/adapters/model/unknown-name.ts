import { commonWords, tools } from './common-words.js'
import type { ProseScope } from './prose-scope.js'

/** One word of code with what stands beside it. */
interface Word {
  readonly text: string
  /** The word before it. */
  readonly previous: string
  /** The first of the words that dots or the like join to this one. */
  readonly owner: string
  readonly before: string
  readonly after: string
}

/** Said of code everywhere, whatever the repository: numbers and versions, media types, extensions, signs. */
const general =
  /^(?:v?\d[\w.+-]*|\W+|\*?\*?\/?\*?\.\w{1,10}|(?:application|text|image|audio|video|multipart|font)\/[\w.+*-]+|[A-Z]{2,5}\d[\d.]*|[A-Z][A-Za-z]{1,9}[-/ ]\d[\d.]*|\d{3}(?: [A-Z][a-z]+)*)$/

/**
 * The first name in a piece of code that exists nowhere; undefined when all do. A name is what is written as one: with capitals inside, an
 * underscore or digits, called, a member or owner of something, a part of a path, an option, or all that the piece consists of. Other words
 * are arguments or prose, as in `add(job)` and `npm install x`; members of libraries are not known here.
 */
export function unknownName(code: string, { knows, isExternal }: Pick<ProseScope, 'knows' | 'isExternal'>): string | undefined {
  // Addresses of the web are held against what is cited.
  const text = code.replace(/\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'`<>)]+/gi, ' ').trim()
  if (text === '' || general.test(text) || knows(text) || knows(text.replace(/\(\)$|^[./]+|\/+\**$/g, ''))) return undefined
  const first = /^\$?\s*([\w./-]+)\s/.exec(text)?.[1]
  const isCommand = first !== undefined && tools.has(first)
  const options = isCommand ? [] : [...text.matchAll(/(?<![\w-])--[A-Za-z][\w-]*/g)].map(([option]) => option)
  const badOption = options.find((option) => !knows(option) && !knows(option.slice(2)))
  if (badOption !== undefined) return badOption
  const isKnown = (name: string) => knows(name) || commonWords.has(name) || tools.has(name)
  const isForeign = ({ text: name, owner }: Word) => owner !== name && (isExternal(owner) || commonWords.has(owner)) && /^[A-Za-z]/.test(owner) && !/^(?:this|self|super)$/.test(owner)
  return wordsIn(text.replace(/(?<![\w-])--?[A-Za-z][\w-]*/g, ' ')).find((one) => isName(one, text, isCommand) && !isKnown(one.text) && !isForeign(one))?.text
}

function wordsIn(text: string): Word[] {
  const words: Word[] = []
  let end = 0
  for (const match of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
    const last = words.at(-1)
    const isJoined = last !== undefined && /^(?:\??\.|::|->|#|\(\)\.)$/.test(text.slice(end, match.index))
    end = match.index + match[0].length
    words.push({
      text: match[0],
      previous: last?.text ?? '',
      owner: isJoined ? last.owner : match[0],
      before: text[match.index - 1] ?? '',
      after: text.slice(end).trimStart()[0] ?? '',
    })
  }
  return words
}

const beforeType = /^(?:new|class|interface|struct|enum|extends|implements|throws?|raise|impl|trait|type|instanceof|import|from)$/

function isName({ text, previous, before, after }: Word, whole: string, isCommand: boolean): boolean {
  if (text.length < 2) return false
  const isPhrase = /\s/.test(whole)
  if (isPhrase && (/^\p{Lu}{2,6}$/u.test(text) || /["'][^"']*\s/.test(whole))) return beforeType.test(previous)
  if (/.[\p{Lu}\d_]/u.test(text) || /^[$_]/.test(text)) return true
  if (isCommand) return false
  if (!isPhrase && /^[\p{L}\p{N}_$]+(?:\(\))?$/u.test(whole)) return true
  return /[.:#>/\\@]/.test(before) || after === '(' || (/[.:#/]/.test(after) && !isPhrase) || (/^\p{Lu}/u.test(text) && (!isPhrase || beforeType.test(previous)))
}
