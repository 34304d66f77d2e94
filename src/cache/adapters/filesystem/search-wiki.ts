import { editDistance } from '../../../platform/edit-distance.js'
import type { Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { SearchHit } from '../../wiki-library.js'
import { meaningfulWords, queryWords, toMatch } from './search-words.js'

/** Hits that are looked at for an exact title or heading before the best `limit` are given. */
const reranked = 60
/** Known words compared letter by letter with a mistyped one. */
const candidates = 60

/** One place to look into. */
export interface Searched {
  readonly database: Database
  /** Pages whose text there is out of date. */
  readonly without?: ReadonlySet<string> | undefined
}

/**
 * Sections that hold every word. When none does: with unknown words replaced by the most similar known ones, then sections that hold
 * any word that means something. Empty for a query without words.
 */
export function searchWiki(places: readonly Searched[], query: string, limit: number): SearchHit[] {
  const words = queryWords(query)
  if (words.length === 0 || limit < 1) return []
  const direct = match(places, toMatch(words, 'AND'), words, limit)
  if (direct.length > 0) return direct
  const databases = places.map(({ database }) => database)
  const corrected = words.map((word, at) => nearestWord(databases, word, at === words.length - 1))
  const close = corrected.join() === words.join() ? [] : match(places, toMatch(corrected, 'AND'), corrected, limit)
  if (close.length > 0) return close
  const meaningful = meaningfulWords(corrected)
  return meaningful.length === 0 ? [] : match(places, toMatch(meaningful, 'OR'), meaningful, limit)
}

/**
 * The best of every place. Scores are told from how rare a word is in its own place, so those of two places cannot be compared: hits come
 * in the order of their ranks, those of later places first among equals.
 */
function match(places: readonly Searched[], expression: string, words: readonly string[], limit: number): SearchHit[] {
  const wanted = words.join(' ').toLowerCase()
  const ranked = places.flatMap((place, order) => matchIn(place, expression, limit).map((hit, rank) => ({ hit, rank, order, exactness: exactness(hit, wanted) })))
  ranked.sort((a, b) => b.exactness - a.exactness || a.rank - b.rank || b.order - a.order)
  return ranked.slice(0, limit).map(({ hit }) => hit)
}

function matchIn({ database, without }: Searched, expression: string, limit: number): SearchHit[] {
  const isCurrent = without === undefined || without.size === 0 ? '' : 'AND slug NOT IN (SELECT value FROM json_each(?))'
  return sql.all<SearchHit & Record<string, string>>(
    database,
    `SELECT slug, title, anchor, heading, snippet(sections, 1, char(2), char(3), '…', 24) AS snippet FROM sections
     WHERE sections MATCH ? ${isCurrent} ORDER BY bm25(sections, 8.0, 1.0, 2.0, 0, 0, 5.0) LIMIT ?`,
    expression,
    ...(isCurrent === '' ? [] : [JSON.stringify([...(without ?? [])])]),
    Math.max(limit, reranked),
  )
}

/** Who types the whole name of a page or section wants to go there. */
function exactness({ title, heading, anchor }: SearchHit, wanted: string): number {
  if (anchor === '' && title.toLowerCase() === wanted) return 3
  if (heading.toLowerCase() === wanted) return 2
  return anchor === '' && title.toLowerCase().startsWith(wanted) ? 1 : 0
}

/** The word itself when the wiki has it (the last one of a query: when it has a word that begins so), or when nothing is like it. */
function nearestWord(databases: readonly Database[], word: string, isLast: boolean): string {
  const low = word.toLowerCase()
  const isKnown = (database: Database) => sql.get(database, 'SELECT 1 FROM words WHERE term >= ? AND term < ?', low, isLast ? `${low}\u{10ffff}` : `${low}\u0000`) !== undefined
  if (databases.some(isKnown) || low.length < 4) return word
  let best = { term: word, distance: low.length < 6 ? 2 : 3 }
  for (const term of databases.flatMap((database) => similarWords(database, low))) {
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
