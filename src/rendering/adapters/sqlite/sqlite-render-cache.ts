import type { Database } from '../../../platform/sqlite/open-database.js'
import { TextCache } from '../../../platform/sqlite/text-cache.js'
import type { RenderCache } from '../../render-cache.js'

/** A table of a file that can be deleted at any time. */
export class SqliteRenderCache extends TextCache implements RenderCache {
  constructor(database: Database) {
    super(database, 'rendered')
  }
}
