import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import pg from 'pg'
import { freePort } from './free-port.js'
import { postgresBinaries } from './postgres-binaries.js'

/** A real PostgreSQL server, with nothing in it at first. */
export interface PostgresServer {
  readonly url: string
  /** Stops and starts, for tests of what a restart does; not on the server of `$TEST_DATABASE_URL`. */
  readonly stop: (how?: 'fast' | 'immediate') => Promise<void>
  readonly start: () => Promise<void>
  /** A name that no other test uses; the schema itself is made by whoever migrates, and dropped at the end. */
  readonly freshSchema: () => string
  /** One statement as the superuser. */
  readonly admin: <Row>(text: string, values?: unknown[]) => Promise<Row[]>
  /** Cuts all connections with this application name; returns how many. */
  readonly cutConnections: (applicationName: string) => Promise<number>
  /** Ends it and removes everything. */
  readonly close: () => Promise<void>
}

/** The server can be stopped and started: it is ours. */
export const isOwnServer = process.env.TEST_DATABASE_URL === undefined

/**
 * Becomes the server, beside a watcher that ends it and removes its folder when this process is gone, however it went: then nobody
 * holds the other end of descriptor 3.
 */
const withWatcher =
  '(read -r told <&3 || { kill -QUIT $$; while kill -0 $$; do sleep 0.2; done; rm -rf "$0"; }) >/dev/null 2>&1 & exec "$@" 3<&-'

/** PostgreSQL refuses to run as root; this user exists on every Linux. */
const nobody = 65_534

/**
 * `$TEST_DATABASE_URL`, or a server of our own on a free port with a data folder of its own. One per test file. Without `durable` it
 * does not fsync: tests stop the server, never the machine.
 */
export async function startPostgres({ durable = false } = {}): Promise<PostgresServer> {
  const given = process.env.TEST_DATABASE_URL
  if (given !== undefined) return { ...client(given), url: given, stop: notOurs, start: notOurs }
  const asRoot = userInfo().uid === 0
  const ids = asRoot ? { uid: nobody, gid: nobody } : {}
  const binaries = await postgresBinaries(asRoot)
  const folder = await mkdtemp(join(tmpdir(), 'codewiki-postgres-'))
  if (asRoot) await chown(folder, nobody, nobody)
  const data = join(folder, 'data')
  await finished(
    spawn(binaries.initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C'], { ...ids, cwd: folder }),
  )
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let running: ChildProcess | undefined
  const settings = [`fsync=${durable ? 'on' : 'off'}`, 'max_connections=100', 'shared_buffers=64MB'].flatMap((setting) => ['-c', setting])
  const options = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, ...settings]
  const start = async () => {
    const command = ['-c', withWatcher, folder, binaries.postgres, ...options]
    running = spawn('sh', command, { ...ids, cwd: folder, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
    await ready(running)
  }
  const stop = async (how: 'fast' | 'immediate' = 'fast') => {
    const server = running
    running = undefined
    if (server === undefined) return
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
    if (server.exitCode === null) await once(server, 'exit')
    ;(server.stdio[3] as Writable).end('stopped\n')
  }
  await start()
  const close = async () => {
    await stop('immediate')
    for (const path of [folder, binaries.copy]) if (path !== undefined) await rm(path, { recursive: true, force: true })
  }
  return { ...client(url), url, stop, start, close }
}

function client(url: string): Pick<PostgresServer, 'freshSchema' | 'admin' | 'cutConnections' | 'close'> {
  const schemas: string[] = []
  const admin = async <Row>(text: string, values: unknown[] = []): Promise<Row[]> => {
    const connection = new pg.Client({ connectionString: url, application_name: 'test admin' })
    await connection.connect()
    try {
      return (await connection.query(text, values)).rows as Row[]
    } finally {
      await connection.end()
    }
  }
  return {
    admin,
    freshSchema: () => {
      const name = `test_${process.pid}_${Date.now().toString(36)}_${schemas.length}`
      schemas.push(name)
      return name
    },
    cutConnections: async (applicationName) =>
      (await admin('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [applicationName])).length,
    close: async () => {
      for (const name of schemas) await admin(`DROP SCHEMA IF EXISTS ${name}, ${name}_worker CASCADE`)
    },
  }
}

async function notOurs(): Promise<never> {
  throw new Error('the server of $TEST_DATABASE_URL is not ours to stop')
}

async function finished(child: ChildProcess): Promise<void> {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += String(chunk)))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`initdb failed: ${output}`)
}

async function ready(server: ChildProcess): Promise<void> {
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('database system is ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${output}`)))
    server.once('error', reject)
  })
}
