import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FilesystemCacheManager } from '../../../src/cache/adapters/filesystem/filesystem-cache-manager.js'
import { FilesystemWikiLibrary } from '../../../src/cache/adapters/filesystem/filesystem-wiki-library.js'
import { WikiFolders } from '../../../src/cache/adapters/filesystem/wiki-folders.js'
import { SqliteWikiRecords } from '../../../src/cache/adapters/sqlite/sqlite-wiki-records.js'
import { SqliteWikiUpgrades } from '../../../src/cache/adapters/sqlite/sqlite-wiki-upgrades.js'
import type { CacheManager } from '../../../src/cache/cache-manager.js'
import type { PublishedWiki } from '../../../src/cache/published-wiki.js'
import type { WikiArchive } from '../../../src/cache/wiki-archive.js'
import type { OpenWiki, WikiLibrary } from '../../../src/cache/wiki-library.js'
import type { WikiRecords } from '../../../src/cache/wiki-records.js'
import type { PageUpgrade, WikiUpgrade, WikiUpgrades } from '../../../src/cache/wiki-upgrades.js'
import { openDatabase } from '../../../src/platform/sqlite/open-database.js'
import { sampleWiki, shop } from './sample-wiki.js'

export const dayMs = 86_400_000

/** The wall clock of a world, turned by hand. */
export interface Wall {
  nowMs: number
}

/** What all machines share. */
export interface CacheStores {
  readonly records: WikiRecords
  readonly upgrades: WikiUpgrades
}

/** One machine: its folder, and what reads and writes there. */
export interface CacheNode {
  readonly cache: CacheManager
  readonly library: WikiLibrary
  readonly folder: string
  readonly close: () => Promise<void>
}

export interface CacheWorld extends CacheNode {
  readonly wall: Wall
  readonly upgrades: WikiUpgrades
  /** Commits the record, as the completion of a job does. */
  readonly record: (wiki: PublishedWiki) => Promise<void>
  /** Commits what became of an upgrade, as a running job does. */
  readonly upgrade: (publication: WikiUpgrade | PageUpgrade) => Promise<void>
}

export async function makeNode(wall: Wall, { records, upgrades }: CacheStores, archive?: WikiArchive): Promise<CacheNode> {
  const folder = await mkdtemp(join(tmpdir(), 'codewiki-cache-'))
  const folders = new WikiFolders(folder, archive)
  const clock = { now: () => new Date(wall.nowMs), monotonicMs: () => 0 }
  const library = new FilesystemWikiLibrary({ records, folders, upgrades })
  return {
    cache: new FilesystemCacheManager({ records, folders, clock }, { maxAgeMs: 10 * dayMs }),
    library,
    folder,
    close: async () => {
      await library.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function filesystemWorld(): Promise<CacheWorld> {
  const database = openDatabase(':memory:', { durability: 'full' })
  const records = new SqliteWikiRecords(database)
  const wall = { nowMs: Date.now() }
  const upgrades = new SqliteWikiUpgrades(database, { now: () => new Date(wall.nowMs), monotonicMs: () => 0 })
  const node = await makeNode(wall, { records, upgrades })
  return {
    ...node,
    upgrades,
    wall,
    record: async (wiki) => records.record(wiki),
    upgrade: async (publication) => upgrades.record(publication),
    close: async () => {
      await node.close()
      database.close()
    },
  }
}

/** Stages and records the sample wiki of a commit and opens it. */
export async function publish(world: CacheWorld, commit: string, attempt = 1): Promise<OpenWiki> {
  await world.record(await world.cache.stage(sampleWiki(commit, attempt)))
  const wiki = await world.library.open({ ...shop, commit })
  if (wiki === undefined) throw new Error('not published')
  return wiki
}
