import type { Database } from '../../../platform/sqlite/open-database.js'
import { TextCache } from '../../../platform/sqlite/text-cache.js'
import type { FactsCache } from '../../file-parser.js'

/** A table of a file that can be deleted at any time. */
export class SqliteFactsCache extends TextCache implements FactsCache {
  constructor(database: Database) {
    super(database, 'facts')
  }
}
