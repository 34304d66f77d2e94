import { Command } from 'commander'
import { addCache } from './commands/cache.js'
import { addCompletion } from './commands/completion.js'
import { addConfig } from './commands/config.js'
import { addEstimate } from './commands/estimate.js'
import { addGenerate } from './commands/generate.js'
import { addImport } from './commands/import.js'
import { addDiff } from './commands/diff.js'
import { addInit } from './commands/init.js'
import { addJobs } from './commands/jobs.js'
import { addQueue } from './commands/queue.js'
import { dollars } from '../documentation/model-price.js'
import { figure } from '../pipeline/figures.js'
import type { CliDeps } from './cli-deps.js'
import { exitCodes } from './exit-codes.js'

interface ServeOptions {
  readonly port?: string
  readonly host?: string
  readonly dataDir?: string
  readonly worker: boolean
}

const codes = 'Exit codes: 0 ok, 1 the job failed, 2 usage or settings, 4 not found, 5 no access, 75 try again later, 130 interrupted'

export function makeProgram(deps: CliDeps): Command {
  const program = new Command('codewiki')
    .description('Turns a git repository into a wiki people trust.')
    .version(deps.version)
    .showSuggestionAfterError()
    .addHelpText('after', `\nExamples:\n  codewiki serve\n  codewiki generate . --output wiki\n  codewiki jobs list\n\n${codes}`)
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
      throw error
    })
  program
    .command('serve')
    .description('start the web server and its worker')
    .argument('[repository]', 'submit this repository right away')
    .option('--port <number>', 'port to listen on')
    .option('--host <address>', 'address to listen on')
    .option('--data-dir <folder>', 'folder of all data')
    .option('--no-worker', 'answer HTTP only')
    .addHelpText('after', '\nExamples:\n  codewiki serve\n  codewiki serve https://github.com/owner/name --port 8080')
    .action((repository: string | undefined, options: ServeOptions) =>
      deps.serve({ port: options.port, host: options.host, dataDir: options.dataDir }, { repository, withWorker: options.worker }),
    )
  program
    .command('worker')
    .description('run jobs without answering HTTP; any number of them may share one PostgreSQL')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://user@host/codewiki codewiki worker')
    .action((options: { readonly dataDir?: string }) => deps.work({ dataDir: options.dataDir }))
  program
    .command('migrate-store')
    .description('carry jobs, wikis, the ledger of paid calls and what was spent from the data folder to the PostgreSQL of DATABASE_URL')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://user@host/codewiki codewiki migrate-store')
    .action(async (options: { readonly dataDir?: string }) => {
      const { jobs, wikis, modelCalls, spent } = await deps.migrateStore({ dataDir: options.dataDir })
      const money = `${dollars(spent.usd)} and ${figure.count(spent.tokens, 'token')} spent on ${figure.count(spent.days, 'day')}`
      deps.out(`Carried over ${figure.count(jobs, 'job')}, ${figure.count(wikis, 'wiki')}, ${figure.count(modelCalls, 'model call')}, and ${money}`)
    })
  addGenerate(program, deps)
  addEstimate(program, deps)
  addJobs(program, deps)
  addQueue(program, deps)
  addCache(program, deps)
  addImport(program, deps)
  addConfig(program, deps)
  addDiff(program, deps)
  addInit(program, deps)
  program
    .command('doctor')
    .description('check what CodeWiki needs on this machine')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const findings = await deps.doctor({})
      for (const finding of findings) deps.out(options.json === true ? JSON.stringify(finding) : `${finding.ok ? '✓' : '✗'} ${finding.name}: ${finding.message}`)
      process.exitCode = findings.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed
    })
  addCompletion(program, deps)
  return program
}
