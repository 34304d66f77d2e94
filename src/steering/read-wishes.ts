import type * as z from 'zod'
import { nearestWord } from '../platform/nearest-word.js'
import { toAskedPage } from './asked-page.js'
import type { AskedPage, Wishes } from './steering.js'
import { askedPage, glob, mostGlobs, mostPages, wishFields } from './wish-fields.js'

/** What a file of a repository asks for: what the job's options can say, and which files count. */
export interface FileWishes {
  readonly path: string
  readonly wishes: Wishes
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** Takes one sentence about what is not as it should be. */
export type Warn = (sentence: string) => void

/** More are not looked at. */
const mostKeys = 200
const globLists = ['include', 'exclude', 'focus'] as const
const known = [...Object.keys(wishFields), ...globLists, 'pages']

/** Reads what can be read: a value that is wrong is left out with a warning. Never throws, whatever the file holds. */
export function readWishes(path: string, content: unknown, warn: Warn): FileWishes | undefined {
  if (!isObject(content)) {
    if (content !== undefined && content !== null) warn(`${path} should hold keys and values, as \`audience: operators\`; it is not used.`)
    return undefined
  }
  const given = new Map<string, unknown>()
  for (const [key, value] of Object.entries(content).slice(0, mostKeys)) {
    const name = snake(key)
    if (known.includes(name)) given.set(name, value)
    else warn(unknownKey(path, key, known))
  }
  const scalar = <T>(name: keyof typeof wishFields, schema: z.ZodType<T>): T | undefined => read(`${name} in ${path}`, given.get(name), schema, warn)
  const list = (name: (typeof globLists)[number]): string[] => readList(`${name} in ${path}`, given.get(name), mostGlobs, (where, item) => read(where, item, glob, warn), warn)
  const wishes: Wishes = {
    instructions: scalar('instructions', wishFields.instructions),
    audience: scalar('audience', wishFields.audience),
    documentType: scalar('document_type', wishFields.document_type),
    language: scalar('language', wishFields.language),
    focus: list('focus'),
    pages: readList(`pages in ${path}`, given.get('pages'), mostPages, (where, item) => readPage(where, item, warn), warn),
  }
  return { path, wishes, include: list('include'), exclude: list('exclude') }
}

const pageKeys = Object.keys(askedPage.shape)

function readPage(where: string, item: unknown, warn: Warn): AskedPage | undefined {
  if (isObject(item)) for (const key of Object.keys(item)) if (!pageKeys.includes(key)) warn(unknownKey(where, key, pageKeys))
  const page = read(where, item, askedPage, warn)
  return page === undefined ? undefined : toAskedPage(page)
}

/** One value for a list of one is understood. */
export function readList<T>(where: string, value: unknown, most: number, readItem: (where: string, item: unknown) => T | undefined, warn: Warn): T[] {
  if (value === undefined || value === null) return []
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length > most) warn(`${where}: only the first ${most} of ${items.length} are used.`)
  return items.slice(0, most).flatMap((item, at) => readItem(`${where}, number ${at + 1}`, item) ?? [])
}

export function read<T>(where: string, value: unknown, schema: z.ZodType<T>, warn: Warn): T | undefined {
  if (value === undefined || value === null) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const part = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join(' ')}: `
  warn(`${where} is not used: ${part}${issue?.message ?? 'it is not valid'}.`)
  return undefined
}

export function unknownKey(where: string, key: string, names: readonly string[]): string {
  const near = nearestWord(snake(key.slice(0, 60)), names)
  return `${where} has a key that is not known: ${key.slice(0, 60)}.${near === undefined ? '' : ` Did you mean ${near}?`}`
}

/** `documentType`, `document-type` → `document_type`. */
const snake = (key: string): string => key.replace(/([a-z])([A-Z])/g, '$1_$2').replaceAll('-', '_').toLowerCase()

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
