import { editDistance } from '../../../platform/edit-distance.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { SearchHit } from '../../wiki-library.js'
import { meaningfulWords, queryWords, toMatch } from './search-words.js'

/** Hits that are looked at for an exact title or heading before the best `limit` are given. */
const reranked = 60
/** Known words compared letter by letter with a mistyped one. */
const candidates = 60

/**
 * Sections that hold every word. When none does: with unknown words replaced by the most similar known ones, then sections that hold
 * any word that means something. Empty for a query without words.
 */
export function searchWiki(database: Database, query: string, limit: number): SearchHit[] {
  const words = queryWords(query)
  if (words.length === 0 || limit < 1) return []
  const direct = match(database, toMatch(words, 'AND'), words, limit)
  if (direct.length > 0) return direct
  const corrected = words.map((word, at) => nearestWord(database, word, at === words.length - 1))
  const close = corrected.join() === words.join() ? [] : match(database, toMatch(corrected, 'AND'), corrected, limit)
  if (close.length > 0) return close
  const meaningful = meaningfulWords(corrected)
  return meaningful.length === 0 ? [] : match(database, toMatch(meaningful, 'OR'), meaningful, limit)
}

function match(database: Database, expression: string, words: readonly string[], limit: number): SearchHit[] {
  const hits = sql.all<SearchHit & Record<string, string>>(
    database,
    `SELECT slug, title, anchor, heading, snippet(sections, 1, char(2), char(3), '…', 24) AS snippet FROM sections
     WHERE sections MATCH ? ORDER BY bm25(sections, 8.0, 1.0, 2.0, 0, 0, 5.0) LIMIT ?`,
    expression,
    Math.max(limit, reranked),
  )
  const wanted = words.join(' ').toLowerCase()
  // Array.sort is stable: hits of one rank stay in the order of their score.
  return hits.sort((a, b) => exactness(b, wanted) - exactness(a, wanted)).slice(0, limit)
}

/** Who types the whole name of a page or section wants to go there. */
function exactness({ title, heading, anchor }: SearchHit, wanted: string): number {
  if (anchor === '' && title.toLowerCase() === wanted) return 3
  if (heading.toLowerCase() === wanted) return 2
  return anchor === '' && title.toLowerCase().startsWith(wanted) ? 1 : 0
}

/** The word itself when the wiki has it (the last one of a query: when it has a word that begins so), or when nothing is like it. */
function nearestWord(database: Database, word: string, isLast: boolean): string {
  const low = word.toLowerCase()
  const known = sql.get(database, 'SELECT 1 FROM words WHERE term >= ? AND term < ?', low, isLast ? `${low}\u{10ffff}` : `${low}\u0000`)
  if (known !== undefined || low.length < 4) return word
  let best = { term: word, distance: low.length < 6 ? 2 : 3 }
  for (const term of similarWords(database, low)) {
    const distance = Math.min(editDistance(low, term), isLast ? distanceFromBeginning(low, term) : Infinity)
    if (distance < best.distance) best = { term, distance }
  }
  return best.term
}

/** `movetofia` is close to the beginning of `movetofailed`; a word that ends there is a little closer. */
function distanceFromBeginning(low: string, term: string): number {
  return term.length > low.length ? editDistance(low, term.slice(0, low.length)) + 0.5 : Infinity
}

/** Words that share most three-letter pieces, the more frequent first among equals. */
function similarWords(database: Database, low: string): string[] {
  const pieces = [...new Set(Array.from({ length: Math.max(0, low.length - 2) }, (_, at) => low.slice(at, at + 3)))]
  const expression = pieces.map((piece) => `"${piece}"`).join(' OR ')
  return sql
    .all<{ term: string }>(
      database,
      `SELECT words.term FROM (SELECT rowid, rank FROM pieces WHERE pieces MATCH ? ORDER BY rank LIMIT ?) AS found
       JOIN words ON words.id = found.rowid ORDER BY found.rank, words.sections DESC`,
      expression,
      candidates,
    )
    .map(({ term }) => term)
}
