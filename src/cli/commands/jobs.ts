import type { Command } from 'commander'
import { AppError } from '../../platform/app-error.js'
import type { JobState, JobStatus } from '../../jobs/job-status.js'
import type { CliDeps, CliWorkspace } from '../cli-deps.js'
import { eventJson, jobJson } from '../job-json.js'
import { progressWriter } from '../progress-writer.js'
import { report } from './generate.js'

interface JobsOptions {
  readonly json?: boolean
  readonly status?: JobState
  readonly limit?: string
  readonly priority?: string
  readonly dataDir?: string
}

const retryQueueSize = 1_000_000

export function addJobs(program: Command, deps: CliDeps): void {
  const jobs = program.command('jobs').description('list and steer jobs of the data folder, whether a server runs or not')
  const add = (name: string, description: string, act: (workspace: CliWorkspace, id: string, options: JobsOptions) => Promise<void>) => {
    jobs
      .command(name)
      .description(description)
      .option('--json', 'print JSON')
      .option('--status <state>', 'queued, processing, completed, failed or cancelled')
      .option('--limit <n>', 'how many', '20')
      .option('--priority <n>', '-100 to 100; higher runs first')
      .option('--data-dir <folder>', 'folder of all data')
      .addHelpText('after', `\nExample:\n  codewiki jobs ${name.replace('<id>', '0198c0de-…')}`)
      .action(async (first: string | JobsOptions, second: JobsOptions) => {
        const [id, options] = typeof first === 'string' ? [first, second] : ['', first]
        const workspace = await deps.openWorkspace({ dataDir: options.dataDir })
        try {
          await act(workspace, id, options)
        } finally {
          await workspace.close()
        }
      })
  }
  const show = (job: JobStatus, options: JobsOptions) => deps.out(options.json === true ? JSON.stringify(jobJson(job)) : line(job))

  add('list', 'newest first', async (workspace, _id, options) => {
    const { jobs: found } = await workspace.jobs.list({ status: options.status, limit: Number(options.limit ?? 20) })
    for (const job of found) show(job, options)
  })
  add('show <id>', 'one job with its log', async (workspace, id, options) => {
    show(await mustFind(workspace, id), options)
    if (options.json !== true) for (const event of await workspace.jobs.events(id, 0, 1_000)) deps.out(`  ${event.at.toISOString()}  ${event.message}`)
  })
  add('cancel <id>', 'stop a queued or running job', async (workspace, id, options) => show(await workspace.jobs.cancel(id), options))
  add('retry <id>', 'queue a failed or cancelled job again', async (workspace, id, options) => show(await workspace.jobs.retry(id, retryQueueSize), options))
  add('pause <id>', 'pass over a queued job; hand a running one back at its next checkpoint', async (workspace, id, options) =>
    show(await workspace.jobs.setPaused(id, true), options),
  )
  add('resume <id>', 'let a paused job go on', async (workspace, id, options) => show(await workspace.jobs.setPaused(id, false), options))
  add('prioritise <id>', 'set the priority of an open job', async (workspace, id, options) =>
    show(await workspace.jobs.setPriority(id, priorityOf(options.priority)), options),
  )
  add('watch <id>', 'follow a job until it ends', async (workspace, id, options) => {
    await mustFind(workspace, id)
    const writer = progressWriter(deps.err, deps.isTerminal)
    const ended = await workspace.follow(id, options.json === true ? (event) => deps.out(JSON.stringify(eventJson(event))) : writer.event, deps.signal)
    writer.end()
    show(ended, options)
    process.exitCode = report(ended, deps)
  })
}

function priorityOf(text: string | undefined): number {
  const priority = Number(text)
  if (Number.isInteger(priority) && Math.abs(priority) <= 100) return priority
  throw new AppError('jobs/invalid-priority', 'invalid', 'The priority must be a whole number from -100 to 100.', {
    advice: 'For example: codewiki jobs prioritise <id> --priority 10',
  })
}

async function mustFind(workspace: CliWorkspace, id: string): Promise<JobStatus> {
  const job = await workspace.jobs.find(id)
  if (job !== undefined) return job
  throw new AppError('jobs/not-found', 'missing', `There is no job ${id}.`, { advice: 'See `codewiki jobs list`.' })
}

const line = (job: JobStatus): string => `${job.id}  ${job.status.padEnd(10)} ${String(job.progress.percent).padStart(3)} %  ${job.subject.url}${job.commitId === undefined ? '' : ` @ ${job.commitId.slice(0, 10)}`}`
