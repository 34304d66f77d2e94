import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { engineSchemaOf, migrateEngine, type GraphileEngine } from '../../src/jobs/adapters/graphile/graphile-engine.js'
import { GraphileWakeUp } from '../../src/jobs/adapters/graphile/graphile-wake-up.js'
import { silentLogger } from '../../src/platform/logger.js'
import { openPool } from '../../src/platform/postgres/open-pool.js'
import { withTransaction } from '../../src/platform/postgres/transaction.js'
import { builtModule } from '../support/built.js'
import { isOwnServer, startPostgres, type PostgresServer } from '../support/postgres-server.js'
import { wakeUpContract } from './wake-up-contract.js'

let server: PostgresServer
let schema: string
let ends: (() => Promise<void>)[]

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.close())
beforeEach(() => {
  schema = server.freshSchema()
  ends = []
})
afterEach(async () => {
  for (const end of ends.toReversed()) await end()
})

/** What a process of its own would open. */
function engine(): GraphileEngine {
  const pool = openPool({ url: server.url, applicationName: schema, schema, maxConnections: 4 }, silentLogger)
  ends.push(() => pool.end())
  return { pool, schema: engineSchemaOf(schema), logger: silentLogger }
}

async function process(start: boolean): Promise<{ wakeUp: GraphileWakeUp; pool: Pool; calls: () => number }> {
  const its = engine()
  await migrateEngine(its)
  const wakeUp = new GraphileWakeUp(its)
  ends.push(() => wakeUp.stop())
  let calls = 0
  wakeUp.subscribe(() => (calls += 1))
  if (start) {
    wakeUp.start()
    await expect.poll(() => calls, { timeout: 10_000 }).toBeGreaterThan(0)
  }
  return { wakeUp, pool: its.pool, calls: () => calls }
}

const hints = () =>
  server.admin<{ key: string; locked: boolean }>(
    `SELECT key, locked_at IS NOT NULL AS locked FROM ${engineSchemaOf(schema)}.jobs ORDER BY id`,
  )
const taken = () => expect.poll(hints, { timeout: 15_000, interval: 20 }).toEqual([])

wakeUpContract('two processes over PostgreSQL', async () => {
  const far = await process(true)
  const near = await process(false)
  return { near: near.wakeUp, far: far.wakeUp, close: async () => undefined }
})

describe('a hint', () => {
  it('is there when the transaction of its job commits, and not when it does not', async () => {
    const { wakeUp, pool } = await process(false)
    const undone = withTransaction(pool, async (client) => {
      await wakeUp.enqueueHint(client, ['job-1'], undefined)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect(await hints()).toEqual([])
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-2'], undefined))
    expect(await hints()).toEqual([{ key: 'job-2', locked: false }])
  })

  it('wakes a worker in another process and is gone', async () => {
    const worker = await process(true)
    const submitter = await process(false)
    const before = worker.calls()
    await withTransaction(submitter.pool, (client) => submitter.wakeUp.enqueueHint(client, ['job-1'], undefined))
    await expect.poll(worker.calls).toBeGreaterThan(before)
    await taken()
  })

  it('wakes all workers at once, so that one which is free finds the job', async () => {
    const workers = [await process(true), await process(true), await process(true)]
    const before = workers.map(({ calls }) => calls())
    const { wakeUp, pool } = await process(false)
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], undefined))
    for (const [at, { calls }] of workers.entries()) await expect.poll(calls).toBeGreaterThan(before[at] ?? 0)
  })

  it('is one per job, however often it is given', async () => {
    const { wakeUp, pool } = await process(false)
    for (const job of ['job-1', 'job-1', 'job-2', 'job-1'])
      await withTransaction(pool, (client) => wakeUp.enqueueHint(client, [job], undefined))
    expect((await hints()).map(({ key }) => key).toSorted()).toEqual(['job-1', 'job-2'])
  })

  it('is taken when its time has come, not before, also when it was given at first for another', async () => {
    const { wakeUp, pool } = await process(true)
    const give = (at: Date) => withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], at))
    await give(new Date(Date.now() + 3_600_000))
    const due = Date.now() + 1_500
    await give(new Date(due))
    await taken()
    expect(Date.now()).toBeGreaterThanOrEqual(due)
  })

  it('is nothing to a CodeWiki in another schema', async () => {
    await process(true)
    schema = server.freshSchema()
    const { wakeUp, pool } = await process(false)
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], undefined))
    wakeUp.notify()
    expect(await hints()).toHaveLength(1)
    // The engine tells everybody in the database of its migrations, and would have them end the process.
    expect(globalThis.process.exitCode).toBeUndefined()
  })
})

describe('a worker process that is killed with a hint in its hands', () => {
  let folder: string
  let child: ChildProcess
  afterEach(async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true })
  })

  it('costs freshness only: the next hint for the same job reaches another worker', async () => {
    const { wakeUp, pool } = await process(false)
    folder = await mkdtemp(join(tmpdir(), 'codewiki-hint-'))
    const script = join(folder, 'worker.mjs')
    await writeFile(
      script,
      `import { GraphileWakeUp } from '${builtModule('jobs/adapters/graphile/graphile-wake-up.js').href}'
      import { openPool } from '${builtModule('platform/postgres/open-pool.js').href}'
      import { silentLogger as logger } from '${builtModule('platform/logger.js').href}'
      const [url, schema] = process.argv.slice(2)
      const pool = openPool({ url, applicationName: 'killed', schema, maxConnections: 4 }, logger)
      const wakeUp = new GraphileWakeUp({ pool, schema: schema + '_worker', logger })
      wakeUp.subscribe(() => process.send('called'))
      wakeUp.start()`,
    )
    child = fork(script, [server.url, schema])
    expect((await once(child, 'message'))[0]).toBe('called')
    await server.admin(
      `CREATE FUNCTION ${schema}_worker.keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN OLD; END';
       CREATE TRIGGER keep BEFORE DELETE ON ${schema}_worker._private_jobs FOR EACH ROW EXECUTE FUNCTION ${schema}_worker.keep()`,
    )
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], undefined))
    await expect.poll(hints, { timeout: 10_000 }).toEqual([{ key: 'job-1', locked: true }])
    child.kill('SIGKILL')
    await once(child, 'exit')
    await server.cutConnections('killed')
    await server.admin(`DROP TRIGGER keep ON ${schema}_worker._private_jobs`)
    const worker = await process(true)
    const before = worker.calls()
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], undefined))
    await expect.poll(worker.calls).toBeGreaterThan(before)
    await expect.poll(hints).toEqual([{ key: null, locked: true }])
  })
})

describe('the engine', () => {
  it.runIf(isOwnServer)('goes on after a restart of the server', async () => {
    const worker = await process(true)
    await server.stop('immediate')
    worker.wakeUp.notify()
    await server.start()
    const before = worker.calls()
    await withTransaction(worker.pool, (client) => worker.wakeUp.enqueueHint(client, ['job-1'], undefined))
    await taken()
    expect(worker.calls()).toBeGreaterThan(before)
  })

  it.each([
    ['at once', async () => undefined],
    [
      'when it has looked for hints',
      async () => expect.poll(() => server.admin(`SELECT FROM ${schema}_worker._private_tasks`)).toHaveLength(1),
    ],
  ])('goes on after its connections were cut %s', async (_when, looked) => {
    await process(true)
    await looked()
    expect(await server.cutConnections(schema)).toBeGreaterThan(0)
    const submitter = await process(false)
    await withTransaction(submitter.pool, (client) => submitter.wakeUp.enqueueHint(client, ['job-1'], undefined))
    await taken()
  })

  it('goes on when its connection breaks while it notes a hint as done', async () => {
    const { wakeUp, pool } = await process(true)
    await server.admin(
      `CREATE FUNCTION ${schema}_worker.cut() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN OLD; END';
       CREATE TRIGGER cut BEFORE DELETE ON ${schema}_worker._private_jobs FOR EACH ROW EXECUTE FUNCTION ${schema}_worker.cut()`,
    )
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], undefined))
    await expect.poll(hints, { timeout: 10_000 }).toEqual([{ key: 'job-1', locked: true }])
    await server.admin(`DROP TRIGGER cut ON ${schema}_worker._private_jobs`)
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-2'], undefined))
    await expect.poll(async () => (await hints()).map(({ key }) => key), { timeout: 15_000 }).not.toContain('job-2')
  })

  it.runIf(isOwnServer)('stops in time also while the server is away', async () => {
    const { wakeUp } = await process(true)
    await server.stop('immediate')
    const start = performance.now()
    await wakeUp.stop()
    expect(performance.now() - start).toBeLessThan(8_000)
    await server.start()
  })

  it('makes its tables once when many processes start at the same moment', async () => {
    await Promise.all(Array.from({ length: 5 }, () => migrateEngine(engine())))
    const { wakeUp, pool } = await process(false)
    await withTransaction(pool, (client) => wakeUp.enqueueHint(client, ['job-1'], undefined))
    expect(await hints()).toHaveLength(1)
  })

  it('refuses tables of a newer version, and leaves it to us how the process ends', async () => {
    await migrateEngine(engine())
    await server.admin(`INSERT INTO ${schema}_worker.migrations (id, breaking) VALUES (999999, true)`)
    await expect(migrateEngine(engine())).rejects.toMatchObject({ code: 'platform/newer-schema', kind: 'conflict' })
    expect(globalThis.process.exitCode).toBeUndefined()
  })
})
