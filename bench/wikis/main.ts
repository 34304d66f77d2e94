// What sharing a wiki costs: storing its folder in PostgreSQL, and the first opening on another machine.
// Usage: npm run bench -- wikis <folder of a wiki> (a folder that holds wiki.db)
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WikiFolders } from '../../src/cache/adapters/filesystem/wiki-folders.js'
import { openWikiFile } from '../../src/cache/adapters/filesystem/wiki-index.js'
import { wikiMigrations } from '../../src/cache/adapters/postgres/migrations.js'
import { PostgresWikiArchive } from '../../src/cache/adapters/postgres/postgres-wiki-archive.js'
import { fileManager } from '../../src/platform/file-manager.js'
import { silentLogger } from '../../src/platform/logger.js'
import { migrate } from '../../src/platform/postgres/migrate.js'
import { openPool } from '../../src/platform/postgres/open-pool.js'
import { query } from '../../src/platform/postgres/query.js'
import { startPostgres } from '../../test/support/postgres-server.js'

const rounds = 7
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Name the folder of a wiki.')

const server = await startPostgres({ durable: true })
const pool = openPool({ url: server.url, applicationName: 'bench', schema: server.freshSchema(), maxConnections: 4 }, silentLogger)
await migrate(pool, 'wikis', wikiMigrations)
const archive = new PostgresWikiArchive(pool)
const cold = await mkdtemp(join(tmpdir(), 'codewiki-bench-'))
const stored: Cost[] = []
const opened: Cost[] = []
for (let round = 0; round < rounds; round += 1) {
  const location = `key/${round}`
  stored.push(await timed(() => archive.store(location, folder)))
  const folders = new WikiFolders(cold, archive)
  opened.push(
    await timed(async () => {
      await folders.bring(location)
      openWikiFile(folders.path(location))?.close()
    }),
  )
}
const size = await query.get<{ bytes: string }>(pool, `SELECT sum(octet_length(bytes)) AS bytes FROM wiki_chunks WHERE location = 'key/0'`)
const mib = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB`
const files = (await readdir(folder)).length
console.log(`${files} files, ${mib(await fileManager.sizeBytes(folder))} on disk, ${mib(Number(size?.bytes))} in PostgreSQL (fsync on)`)
console.log(`store: ${summary(stored)}`)
console.log(`first opening on another machine: ${summary(opened)}`)
await pool.end()
await server.close()
await rm(cold, { recursive: true })

interface Cost {
  readonly wallMs: number
  /** Of this process, all threads. The machine may be busy with others. */
  readonly cpuMs: number
}

async function timed(work: () => Promise<void>): Promise<Cost> {
  const start = performance.now()
  const cpu = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { wallMs: performance.now() - start, cpuMs: (user + system) / 1000 }
}

function summary(costs: readonly Cost[]): string {
  const wall = costs.map(({ wallMs }) => wallMs).toSorted((a, b) => a - b)
  const cpu = costs.map(({ cpuMs }) => cpuMs).toSorted((a, b) => a - b)
  const median = (values: readonly number[]) => Math.round(values[Math.floor(values.length / 2)] ?? 0)
  return `median ${median(wall)} ms (fastest ${Math.round(wall[0] ?? 0)} ms; CPU here ${median(cpu)} ms) of ${costs.length}`
}
