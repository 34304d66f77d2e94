import { setImmediate } from 'node:timers/promises'
import { openDatabase, transaction, type Database } from '../../../platform/sqlite/open-database.js'
import { sql } from '../../../platform/sqlite/prepared.js'
import type { TextMark, WikiUpgrades } from '../../wiki-upgrades.js'
import { addSections, searchSchema, type SearchedPage } from './search-index.js'

/**
 * The text of one wiki's explained pages, to be searched as the published index is. In memory, for it can be read again, and brought up to
 * date by what came since: each page is read once by each process, whatever is typed meanwhile.
 */
export class ExplainedIndex {
  readonly #over: string
  readonly #upgrades: Pick<WikiUpgrades, 'textSince'>
  readonly #slugs = new Set<string>()
  readonly #words = new Set<string>()
  /** Made with the first page. */
  #database: Database | undefined
  #mark: TextMark | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(over: string, upgrades: Pick<WikiUpgrades, 'textSince'>) {
    this.#over = over
    this.#upgrades = upgrades
  }

  /** Undefined: no page is explained. */
  get database(): Database | undefined {
    return this.#database
  }

  /** Pages whose text is here, so that an older one of theirs does not count. */
  get slugs(): ReadonlySet<string> {
    return this.#slugs
  }

  /** One after the other. False: nobody upgrades the wiki any more, and nothing is here. */
  refresh(): Promise<boolean> {
    const result = this.#turn.then(() => this.#catchUp())
    this.#turn = result.catch(() => undefined)
    return result
  }

  close(): void {
    this.#database?.close()
  }

  async #catchUp(): Promise<boolean> {
    for (;;) {
      const text = await this.#upgrades.textSince(this.#over, this.#mark)
      if (text === undefined || text.mark.upgrade !== this.#mark?.upgrade) this.#clear()
      if (text === undefined) return false
      for (const { slug, searched } of text.pages) {
        this.#put(slug, searched === undefined ? undefined : { slug, ...searched })
        await setImmediate()
      }
      this.#mark = text.mark
      if (!text.isMore) return true
    }
  }

  #clear(): void {
    this.#mark = undefined
    this.#slugs.clear()
    this.#words.clear()
    this.#database?.close()
    this.#database = undefined
  }

  /** Undefined: the page is not explained any more. */
  #put(slug: string, page: SearchedPage | undefined): void {
    if (page === undefined && !this.#slugs.has(slug)) return
    const database = (this.#database ??= emptyIndex())
    transaction(database, () => {
      if (this.#slugs.delete(slug)) sql.run(database, 'DELETE FROM sections WHERE slug = ?', slug)
      if (page === undefined) return
      const words = new Map<string, number>()
      addSections(database, page, words)
      for (const term of words.keys()) this.#addWord(database, term)
      this.#slugs.add(slug)
    })
  }

  /** Once each, since most words of a page are known from others. Those of an earlier text stay: they only lead to corrections that find nothing. */
  #addWord(database: Database, term: string): void {
    if (this.#words.has(term)) return
    this.#words.add(term)
    sql.run(database, 'INSERT INTO words (id, term, sections) VALUES (?, ?, 1)', this.#words.size, term)
    sql.run(database, 'INSERT INTO pieces (rowid, term) VALUES (?, ?)', this.#words.size, term)
  }
}

function emptyIndex(): Database {
  const database = openDatabase(':memory:', { durability: 'normal' })
  database.exec(searchSchema)
  return database
}
