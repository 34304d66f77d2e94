import * as z from 'zod'
import { languageTag } from './language-tag.js'
import { documentTypes } from './steering.js'

/** Characters of what is handed to a writer as it is, from one source. */
export const mostInstructions = 10_000
export const mostGlobs = 100
export const mostPages = 30

/** Invisible characters could hide what a text says. */
const visible = (text: string): string => text.replace(/[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, (mark) => (mark === '\n' || mark === '\t' ? mark : '')).trim()
const lineOf = (text: string): string => visible(text).replace(/\s+/g, ' ')

const text = (most: number) => z.string().overwrite(visible).min(1).max(most)
const line = (most: number) => z.string().overwrite(lineOf).min(1).max(most)

/** Every star is a place to try again from: a person needs few. */
export const glob = z
  .string()
  .min(1)
  .max(500)
  .refine((pattern) => pattern.split('*').length <= 20, 'at most 19 stars in a pattern')

export const globs = z.array(glob).max(mostGlobs)

/** One schema for every door and every file, field by field; the names are those of the API and of `.codewiki/config.yml`. */
export const wishFields = {
  instructions: text(mostInstructions).describe('What a writer should know or mind: style, emphasis, words. At most 10,000 characters.'),
  audience: line(200).describe('Who reads the wiki: `operators who have never seen the code`.'),
  document_type: z.enum(documentTypes).describe('What the wiki is first of all; orders pages and sections.'),
  language: z
    .string()
    .max(60)
    .refine((name) => languageTag(name) !== undefined, 'not a language: use a BCP 47 tag (`de`, `pt-BR`) or its name')
    .overwrite((name) => languageTag(name) ?? name)
    .describe('Of the prose by a language model: a BCP 47 tag or a name. What is made from the code alone stays English.'),
}

export const askedPage = z.object({
  title: line(100),
  purpose: text(2_000).describe('What the page is to tell.'),
  parent: line(100).nullish().describe('Title or address of the page above it. None: the overview.'),
  focus: z.array(glob).max(20).optional().describe('Globs of the files that it is about. None: found by the words of title and purpose.'),
  notes: z.array(text(2_000)).max(20).optional().describe('What else its writer should know.'),
})
