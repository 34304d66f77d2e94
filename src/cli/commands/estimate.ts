import type { Command } from 'commander'
import { defaultJobOptions, type JobStatus, type SpendingEstimate } from '../../jobs/job-status.js'
import { estimateFields } from '../../pipeline/estimate-fields.js'
import { priceWords } from '../../pipeline/price-words.js'
import type { CliDeps, CliWorkspace } from '../cli-deps.js'
import { exitCodes } from '../exit-codes.js'
import { addRepository, type RepositoryOptions } from '../repository-argument.js'
import { progressWriter } from '../progress-writer.js'
import { report } from './generate.js'

interface EstimateOptions extends RepositoryOptions {
  readonly json?: boolean
  readonly dataDir?: string
}

export function addEstimate(program: Command, deps: CliDeps): void {
  addRepository(program.command('estimate'))
    .description('tell what explaining a repository with the language model would cost; makes its free wiki and asks no model')
    .option('--json', 'print JSON')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExamples:\n  codewiki estimate .\n  codewiki estimate owner/name --json')
    .action(async (repository: string, options: EstimateOptions) => {
      const workspace = await deps.openWorkspace({ dataDir: options.dataDir })
      try {
        process.exitCode = await estimate(repository, options, workspace, deps)
      } finally {
        await workspace.close()
      }
    })
}

async function estimate(repository: string, options: EstimateOptions, workspace: CliWorkspace, deps: CliDeps): Promise<number> {
  const { branch, tag, commit, include = [], exclude = [], json = false } = options
  const { job } = await workspace.submit({
    input: { repository, branch, tag, commit },
    options: { ...defaultJobOptions, include, exclude, prose: false },
    submitter: 'cli',
    priority: 0,
  })
  const writer = progressWriter(json ? () => undefined : deps.err, deps.isTerminal)
  const ended = await workspace.work(job.id, writer.event, deps.signal, writer.progress)
  writer.end()
  if (ended.status !== 'completed') return report(ended, deps)
  const told = ended.figures.estimate
  if (json) deps.out(JSON.stringify({ repo_url: ended.subject.url, commit_id: ended.commitId, estimate: told === undefined ? null : estimateFields(told) }))
  else for (const line of told === undefined ? ['No model is configured, so a run is free.'] : table(ended, told)) deps.out(line)
  return exitCodes.ok
}

const number = new Intl.NumberFormat('en')

function table({ subject, commitId }: JobStatus, estimate: SpendingEstimate): string[] {
  const range = `${number.format(estimate.rangeTokens[0])}–${number.format(estimate.rangeTokens[1])}`
  const rows: readonly (readonly [string, string])[] = [
    ['Repository', `${subject.url} at ${commitId?.slice(0, 10) ?? ''}`],
    ['Model', estimate.model],
    ['Pages', `${number.format(estimate.pages)}, of which ${number.format(estimate.paidPages)} are paid for`],
    ['Calls', number.format(estimate.calls)],
    ['Tokens', `${number.format(estimate.inputTokens)} in, ${number.format(estimate.outputTokens)} out (${range} together)`],
    ['In all', priceWords(estimate)],
    ['Basis', estimate.basis],
  ]
  return rows.map(([name, value]) => `${name.padEnd(12)}${value}`)
}
