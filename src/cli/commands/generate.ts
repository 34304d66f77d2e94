import type { Command } from 'commander'
import { defaultJobOptions, type JobStatus } from '../../jobs/job-status.js'
import { documentTypes, type DocumentType, type Wishes } from '../../steering/steering.js'
import { readTypedWishes } from '../../steering/to-wishes.js'
import { typedPages } from '../../steering/typed-pages.js'
import type { CliDeps, CliWorkspace } from '../cli-deps.js'
import { exitCodes } from '../exit-codes.js'
import { eventJson, jobJson } from '../job-json.js'
import { progressWriter } from '../progress-writer.js'

interface GenerateOptions {
  readonly output?: string
  readonly branch?: string
  readonly tag?: string
  readonly commit?: string
  readonly include?: string[]
  readonly exclude?: string[]
  readonly cache: boolean
  readonly instructions?: string
  readonly audience?: string
  readonly documentType?: string
  readonly language?: string
  readonly focus?: string[]
  readonly page?: string[]
  readonly githubPages?: boolean
  readonly verbose?: boolean
  readonly json?: boolean
  readonly dataDir?: string
}

const collect = (value: string, before: string[] = []): string[] => [...before, value]

export function addGenerate(program: Command, deps: CliDeps): void {
  program
    .command('generate')
    .description('document a repository with the same job pipeline, without a server')
    .argument('<repository>', 'URL, owner/name on GitHub, or a local path')
    .option('-o, --output <folder>', 'also write the wiki as Markdown and JSON files there')
    .option('--github-pages', 'with a web site of plain files, ready for GitHub Pages or any folder (default output: docs)')
    .option('--branch <name>', 'document this branch')
    .option('--tag <name>', 'document this tag')
    .option('--commit <id>', 'document this commit')
    .option('--include <glob>', 'only paths that match; can be repeated', collect)
    .option('--exclude <glob>', 'leave out paths that match; can be repeated', collect)
    .option('--focus <glob>', 'what matters most, to come first; can be repeated', collect)
    .option('--page <title: purpose>', 'a page that must exist; can be repeated', collect)
    .option('--document-type <type>', documentTypes.join(', '))
    .option('--audience <text>', 'who reads the wiki')
    .option('--instructions <text>', 'what a language model should mind')
    .option('--language <tag>', 'of the prose of a language model: de, pt-BR, German')
    .option('--no-cache', 'do the work even if this wiki exists')
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
    options: { ...defaultJobOptions, include: options.include ?? [], exclude: options.exclude ?? [], noCache: !options.cache, ...(steering === undefined ? {} : { steering }) },
    submitter: 'cli',
    priority: 0,
  })
  const writer = progressWriter(deps.err, deps.isTerminal && options.verbose !== true)
  const ended = await workspace.work(job.id, options.json === true ? (event) => deps.out(JSON.stringify(eventJson(event))) : writer.event, deps.signal)
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
  const where = output === undefined ? 'codewiki serve shows it' : `${files.length} files in ${output}${asSite ? '; index.html is the start page' : ''}`
  deps.out(`${job.fromCache ? 'Found in the cache' : 'Documented'} ${job.subject.url} at ${job.commitId.slice(0, 10)}: ${where}`)
}

export function report(job: JobStatus, deps: Pick<CliDeps, 'err'>): number {
  if (job.status === 'completed') {
    for (const gap of job.gaps) deps.err(`missing page ${gap.title}: ${gap.message}\n`)
    return exitCodes.ok
  }
  if (job.status === 'failed') {
    deps.err(`error: ${job.failure.message} [${job.failure.code}]\n${job.failure.advice === undefined ? '' : `${job.failure.advice}\n`}`)
    return exitCodes.failed
  }
  deps.err(`The job is ${job.status}. Its id is ${job.id}.\n`)
  return exitCodes.interrupted
}
