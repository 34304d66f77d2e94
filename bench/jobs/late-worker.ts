import { Logger, run, runMigrations } from 'graphile-worker'
import PgBoss from 'pg-boss'
import { silentLogger } from '../../src/platform/logger.js'
import { openPool } from '../../src/platform/postgres/open-pool.js'

/** What becomes of a job whose first worker was stopped, lost it to a second, and wakes up while the second is still running it. */
export interface LateWorkerFinding {
  readonly name: string
  /** The job's state in the engine right after the late worker has said that it is done; the second is still running. */
  readonly whileSecondRuns: string
  readonly afterSecondFailed: string
}

/** The first worker's task waits; its lock is made old, as after hours; a second takes the job; then the first comes to its end. */
export async function lateGraphileWorker(url: string, schema: string): Promise<LateWorkerFinding> {
  const pgPool = openPool({ url, applicationName: schema, schema, maxConnections: 10 }, silentLogger)
  const options = {
    pgPool,
    schema,
    logger: new Logger(() => () => undefined),
    noHandleSignals: true,
    parsedCronItems: [],
    pollInterval: 50,
  }
  await runMigrations(options)
  const [first, second] = [gate(), gate()]
  const one = await run({ ...options, concurrency: 1, taskList: { job: () => first.pass() } })
  await one.addJob('job', {})
  await first.reached
  await pgPool.query(`UPDATE ${schema}._private_jobs SET locked_at = NULL, locked_by = NULL, run_at = now()`)
  const two = await run({
    ...options,
    concurrency: 1,
    taskList: {
      job: async () => {
        await second.pass()
        throw new Error('the second attempt fails and asks for a third')
      },
    },
  })
  await second.reached
  const state = async () => {
    const { rows } = await pgPool.query<{ attempts: number; locked_at: Date | null }>(`SELECT attempts, locked_at FROM ${schema}.jobs`)
    const job = rows[0]
    return job === undefined ? 'its row is gone' : `attempt ${job.attempts}, ${job.locked_at === null ? 'waiting for the next' : 'running'}`
  }
  first.open()
  await one.stop()
  const whileSecondRuns = await state()
  second.open()
  await two.stop()
  const afterSecondFailed = await state()
  await pgPool.end()
  return { name: 'graphile-worker 0.17.3', whileSecondRuns, afterSecondFailed }
}

export async function latePgBoss(url: string, schema: string): Promise<LateWorkerFinding> {
  const boss = new PgBoss({ connectionString: url, schema, max: 4, supervise: false, schedule: false })
  boss.on('error', () => undefined)
  await boss.start()
  await boss.createQueue('job')
  const id = await boss.send('job', {}, { retryLimit: 5, retryDelay: 0 })
  if (id === null) throw new Error('pg-boss took no job')
  const state = async () => {
    const job = await boss.getJobById('job', id)
    return job === null ? 'its row is gone' : `${job.state}, retry ${job.retryCount}, output ${JSON.stringify(job.output)}`
  }
  await boss.fetch('job')
  // Its expiry, as the supervisor writes it.
  await boss.fail('job', id)
  const [again] = await boss.fetch('job')
  if (again === undefined) throw new Error('pg-boss did not hand the job on')
  await boss.complete('job', id, { by: 'the late worker' })
  const whileSecondRuns = await state()
  await boss.fail('job', id, { by: 'the second worker' })
  const afterSecondFailed = await state()
  await boss.stop({ graceful: false, close: true })
  return { name: 'pg-boss 10.4.2', whileSecondRuns, afterSecondFailed }
}

/** A place that a task reaches, and waits at until it is opened. */
function gate(): { readonly reached: Promise<void>; readonly pass: () => Promise<void>; readonly open: () => void } {
  let arrive = (): void => undefined
  let open = (): void => undefined
  const reached = new Promise<void>((resolve) => (arrive = resolve))
  const opened = new Promise<void>((resolve) => (open = resolve))
  return {
    reached,
    open,
    pass: () => {
      arrive()
      return opened
    },
  }
}
