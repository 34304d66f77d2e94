import { InvalidArgumentError, type Command } from 'commander'
import { defaultJobOptions, type JobStatus } from '../../jobs/job-status.js'
import { priceWords, spentWords } from '../../pipeline/price-words.js'
import { documentTypes, type DocumentType, type Wishes } from '../../steering/steering.js'
import { readTypedWishes } from '../../steering/to-wishes.js'
import { typedPages } from '../../steering/typed-pages.js'
import type { CliDeps, CliWorkspace } from '../cli-deps.js'
import { exitCodes } from '../exit-codes.js'
import { eventJson, jobJson } from '../job-json.js'
import { addRepository, collect, type RepositoryOptions } from '../repository-argument.js'
import { progressWriter } from '../progress-writer.js'

interface GenerateOptions extends RepositoryOptions {
  readonly output?: string
  readonly cache: boolean
  readonly instructions?: string
  readonly audience?: string
  readonly documentType?: string
  readonly language?: string
  readonly focus?: string[]
  readonly page?: string[]
  readonly prose: boolean
  readonly maxCost?: number
  readonly maxTokens?: number
  readonly githubPages?: boolean
  readonly verbose?: boolean
  readonly json?: boolean
  readonly dataDir?: string
}

const spendingOptions = ({ prose, maxCost, maxTokens }: GenerateOptions) => ({
  ...(prose ? {} : { prose }),
  ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
  ...(maxTokens === undefined ? {} : { maxTokens }),
})

function amount(text: string): number {
  if (/^\d{1,9}(?:\.\d{1,9})?$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a number, as 1.50.')
}

function wholeAmount(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number, as 200000.')
}

export function addGenerate(program: Command, deps: CliDeps): void {
  addRepository(program.command('generate'))
    .description('document a repository with the same job pipeline, without a server')
    .option('-o, --output <folder>', 'also write the wiki as Markdown and JSON files there')
    .option('--github-pages', 'with a web site of plain files, ready for GitHub Pages or any folder (default output: docs)')
    .option('--focus <glob>', 'what matters most, to come first; can be repeated', collect)
    .option('--page <title: purpose>', 'a page that must exist; can be repeated', collect)
    .option('--document-type <type>', documentTypes.join(', '))
    .option('--audience <text>', 'who reads the wiki')
    .option('--instructions <text>', 'what a language model should mind')
    .option('--language <tag>', 'of the prose of a language model: de, pt-BR, German')
    .option('--no-cache', 'do the work even if this wiki exists')
    .option('--no-prose', 'pages from the code alone, for free, with the price of explaining them')
    .option('--max-cost <dollars>', 'US dollars that the language model may cost at most', amount)
    .option('--max-tokens <number>', 'tokens, in and out, that the language model may take at most', wholeAmount)
    .option('-v, --verbose', 'print every step and the log')
    .option('--json', 'print events and the job as JSON lines')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExamples:\n  codewiki generate .\n  codewiki generate https://github.com/owner/name --output wiki\n  codewiki generate . --github-pages --output docs\n  codewiki generate owner/name --commit 1a2b3c4 --json')
    .action(async (repository: string, options: GenerateOptions) => {
      const workspace = await deps.openWorkspace({ dataDir: options.dataDir, logLevel: options.verbose === true ? 'debug' : undefined })
      try {
        process.exitCode = await generate(repository, options, workspace, deps)
      } finally {
        await workspace.close()
      }
    })
}

async function generate(repository: string, options: GenerateOptions, workspace: CliWorkspace, deps: CliDeps): Promise<number> {
  const steering = wishesOf(options)
  const { job } = await workspace.submit({
    input: { repository, branch: options.branch, tag: options.tag, commit: options.commit },
    options: { ...defaultJobOptions, include: options.include ?? [], exclude: options.exclude ?? [], noCache: !options.cache, ...(steering === undefined ? {} : { steering }), ...spendingOptions(options) },
    submitter: 'cli',
    priority: 0,
  })
  const writer = progressWriter(deps.err, deps.isTerminal && options.verbose !== true)
  const ended = await workspace.work(job.id, options.json === true ? (event) => deps.out(JSON.stringify(eventJson(event))) : writer.event, deps.signal, options.json === true ? undefined : writer.progress)
  writer.end()
  if (options.json === true) deps.out(JSON.stringify(jobJson(ended)))
  if (ended.status === 'completed') await tell(ended, options, workspace, deps)
  return report(ended, deps)
}

/** @throws AppError `steering/invalid` */
function wishesOf({ instructions, audience, documentType, language, focus, page }: GenerateOptions): Wishes | undefined {
  const pages = page === undefined ? undefined : typedPages(page)
  return readTypedWishes({ instructions, audience, document_type: documentType as DocumentType | undefined, language, focus, pages })
}

async function tell(job: JobStatus & { status: 'completed' }, options: GenerateOptions, workspace: CliWorkspace, deps: CliDeps): Promise<void> {
  const asSite = options.githubPages === true
  const output = options.output ?? (asSite ? 'docs' : undefined)
  const files = output === undefined ? [] : await workspace.exportWiki(job.wikiKey, output, { asSite })
  if (options.json === true) return
  const { spent, estimate } = job.figures
  if (spent.calls > 0) deps.out(`Spent ${spentWords(spent)}${estimate === undefined ? '' : `; expected was ${priceWords(estimate)}`}`)
  else if (estimate !== undefined && options.prose === false) deps.out(`Explaining it with ${estimate.model}: ${priceWords(estimate)}. ${estimate.basis}`)
  const where = output === undefined ? 'codewiki serve shows it' : `${files.length} files in ${output}${asSite ? '; index.html is the start page' : ''}`
  deps.out(`${job.fromCache ? 'Found in the cache' : 'Documented'} ${job.subject.url} at ${job.commitId.slice(0, 10)}: ${where}`)
}

export function report(job: JobStatus, deps: Pick<CliDeps, 'err'>): number {
  if (job.status === 'completed') {
    for (const gap of job.gaps) deps.err(`${gap.unexplained === true ? 'unexplained' : 'missing'} page ${gap.title}: ${gap.message}\n`)
    return exitCodes.ok
  }
  if (job.status === 'failed') {
    deps.err(`error: ${job.failure.message} [${job.failure.code}]\n${job.failure.advice === undefined ? '' : `${job.failure.advice}\n`}`)
    return exitCodes.failed
  }
  deps.err(`The job is ${job.status}. Its id is ${job.id}.\n`)
  return exitCodes.interrupted
}
