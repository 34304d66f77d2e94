import type { Command } from 'commander'
import type { CliDeps } from '../cli-deps.js'

interface QueueOptions {
  readonly json?: boolean
  readonly dataDir?: string
}

/** The queue as a whole. */
export function addQueue(program: Command, deps: CliDeps): void {
  const queue = program.command('queue').description('the queue as a whole')
  const add = (name: string, description: string, paused: boolean | undefined) =>
    queue
      .command(name)
      .description(description)
      .option('--json', 'print JSON')
      .option('--data-dir <folder>', 'folder of all data')
      .action(async (options: QueueOptions) => {
        const workspace = await deps.openWorkspace({ dataDir: options.dataDir })
        try {
          if (paused !== undefined) await workspace.jobs.setQueuePaused(paused)
          const figures = await workspace.jobs.figures()
          const { queued, processing } = figures
          const state = figures.paused ? 'paused' : 'open'
          deps.out(options.json === true ? JSON.stringify(figures) : `The queue is ${state}: ${queued} waiting, ${processing} running`)
        } finally {
          await workspace.close()
        }
      })
  add('show', 'how much waits and runs', undefined)
  add('pause', 'begin no further job; what runs goes on', true)
  add('resume', 'begin waiting jobs again', false)
}
