import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { machineError } from '../platform/app-error.js'
import { databaseDamaged, machineFailure } from '../platform/machine-failure.js'
import { openDatabase } from '../platform/sqlite/open-database.js'
import { sql } from '../platform/sqlite/prepared.js'
import type { Logger } from '../platform/logger.js'
import { folders } from './workspace.js'

/** Larger files are not read whole at every start: a quarter of a gigabyte takes about a second. */
const checkedBytes = 256 * 1024 ** 2

/**
 * Looks before anything is opened for writing. SQLite itself finds damage only on the page it reads, and takes an empty file for a new
 * database. What parsing found can be found again, so a damaged cache of it goes.
 * @throws AppError `platform/database-damaged`; nothing was changed then
 */
export function checkDataFolder(dataDir: string, logger: Logger): void {
  const at = folders(dataDir)
  const damage = damageOf(at.database) ?? (isEmpty(at.database) && hasEntries(at.wikis) ? 'the file is empty, but there are wikis' : undefined)
  if (damage !== undefined) throw machineError(databaseDamaged, damage)
  const damagedFacts = damageOf(at.facts)
  if (damagedFacts === undefined) return
  logger.warn({ err: damagedFacts }, 'facts.db is damaged; what parsing found is found again')
  for (const suffix of ['', '-wal', '-shm']) rmSync(at.facts + suffix, { force: true })
}

/** Undefined: whole, not there yet, or too large to look through. */
function damageOf(path: string): unknown {
  if (!existsSync(path) || statSync(path).size > checkedBytes) return undefined
  const database = openDatabase(path, { durability: 'normal', readOnly: true })
  try {
    const { page_size: pageSize = 1 } = sql.get<{ page_size: number }>(database, 'PRAGMA page_size') ?? {}
    if (statSync(path).size % pageSize !== 0 && !hasLog(path)) return new Error('the file ends in the middle of a page')
    const [found] = sql.all<{ quick_check: string }>(database, 'PRAGMA quick_check(1)')
    return found === undefined || found.quick_check === 'ok' ? undefined : new Error(found.quick_check)
  } catch (error) {
    if (machineFailure(error)?.code === 'platform/database-damaged') return error
    throw error
  } finally {
    database.close()
  }
}

const isEmpty = (path: string): boolean => existsSync(path) && statSync(path).size === 0 && !hasLog(path)
/** Writes that are not in the database file yet: until they are, it may be anything. */
const hasLog = (path: string): boolean => (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0
const hasEntries = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0
