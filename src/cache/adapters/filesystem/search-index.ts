import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { RenderedPage } from '../../../rendering/rendered-page.js'
import { correctableWords, splitIdentifiers } from './search-words.js'

/** What `searchWiki` looks into: sections of pages, and the words that a mistyped one may mean. */
export const searchSchema = `
  CREATE VIRTUAL TABLE sections USING fts5(heading, body, words, slug UNINDEXED, anchor UNINDEXED, title, tokenize = 'porter unicode61');
  CREATE TABLE words (id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, sections INTEGER NOT NULL) STRICT;
  CREATE VIRTUAL TABLE pieces USING fts5(term, content = 'words', content_rowid = 'id', tokenize = 'trigram', detail = none);
`

export type SearchedPage = Pick<RenderedPage, 'slug' | 'title' | 'sections'>

/** `words` counts the sections that have a word, over all pages that are added with it. */
export function addSections(database: Database, { slug, title, sections }: SearchedPage, words: Map<string, number>): void {
  for (const { anchor, heading, text } of sections) {
    const told = `${title} ${heading} ${text}`
    const parts = splitIdentifiers(told)
    for (const word of new Set(correctableWords(`${told} ${parts}`))) words.set(word, (words.get(word) ?? 0) + 1)
    sql.run(database, 'INSERT INTO sections (heading, body, words, slug, anchor, title) VALUES (?, ?, ?, ?, ?, ?)', heading, text, parts, slug, anchor, title)
  }
}
