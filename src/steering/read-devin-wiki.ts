import * as z from 'zod'
import { isObject, read, readList, unknownKey, type FileWishes, type Warn } from './read-wishes.js'
import { toAskedPage } from './asked-page.js'
import type { AskedPage } from './steering.js'
import { askedPage, mostInstructions, mostPages } from './wish-fields.js'

/** Its makers' own bound for notes. */
const mostNotes = 100
const note = z.object({ content: z.string().max(mostInstructions), author: z.string().nullish() })
const page = askedPage.pick({ title: true, purpose: true, parent: true })
const keys = ['repo_notes', 'pages']
const pageKeys = [...Object.keys(page.shape), 'page_notes']

/**
 * `.devin/wiki.json` as https://docs.devin.ai/work-with-devin/deepwiki gives its fields. Its pages come beside those that we plan; there
 * they are all that a wiki has.
 */
export function readDevinWiki(path: string, content: unknown, warn: Warn): FileWishes | undefined {
  if (!isObject(content)) {
    warn(`${path} should hold \`repo_notes\` and \`pages\`; it is not used.`)
    return undefined
  }
  for (const key of Object.keys(content)) if (!keys.includes(key)) warn(unknownKey(path, key, keys))
  const notes = readNotes(`repo_notes in ${path}`, content['repo_notes'], warn)
  const pages = readList(`pages in ${path}`, content['pages'], mostPages, (where, item) => readPage(where, item, warn), warn)
  const instructions = fitting(`repo_notes in ${path}`, notes, warn)
  return { path, wishes: { ...(instructions === '' ? {} : { instructions }), focus: [], pages }, include: [], exclude: [] }
}

function readPage(where: string, item: unknown, warn: Warn): AskedPage | undefined {
  const found = read(where, item, page, warn)
  if (found === undefined || !isObject(item)) return undefined
  for (const key of Object.keys(item)) if (!pageKeys.includes(key)) warn(unknownKey(where, key, pageKeys))
  const notes = readNotes(`page_notes of ${where}`, item['page_notes'], warn).map((text) => text.slice(0, 2_000))
  return { ...toAskedPage(found), notes: notes.slice(0, 20) }
}

function readNotes(where: string, value: unknown, warn: Warn): string[] {
  return readList(where, value, mostNotes, (place, item) => read(place, item, note, warn)?.content.trim(), warn).filter((text) => text !== '')
}

/** As many notes as fit, whole. */
function fitting(where: string, notes: readonly string[], warn: Warn): string {
  let text = ''
  let left = 0
  for (const one of notes) {
    const longer = text === '' ? one : `${text}\n\n${one}`
    if (longer.length <= mostInstructions) text = longer
    else left += 1
  }
  if (left > 0) warn(`${where}: ${left} of ${notes.length} notes are not used, for together they are over ${mostInstructions} characters.`)
  return text
}
