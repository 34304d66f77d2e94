import type { Command } from 'commander'
import { shortCommit } from '../../cache/published-wiki.js'
import type { ImportReport } from '../../pipeline/import-original/import-original.js'
import type { CliDeps } from '../cli-deps.js'
import { exitCodes } from '../exit-codes.js'

interface ImportOptions {
  readonly json?: boolean
  readonly dataDir?: string
}

export function addImport(program: Command, deps: CliDeps): void {
  program
    .command('import')
    .description('take over wikis of the original CodeWiki: jobs.json, cache_index.json and docs/*-docs')
    .argument('<folder>', 'where the original ran, its output folder, or one folder of pages')
    .option('--json', 'print JSON')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExample:\n  codewiki import ../CodeWiki/output')
    .action(async (folder: string, options: ImportOptions) => {
      const workspace = await deps.openWorkspace({ dataDir: options.dataDir })
      try {
        const report = await workspace.importOriginal(folder, deps.signal)
        tell(report, options.json === true, deps)
        process.exitCode = report.problems.length === 0 ? exitCodes.ok : exitCodes.failed
      } finally {
        await workspace.close()
      }
    })
}

/** What could not be read goes to standard error, with its code; the rest is imported. */
function tell({ imported, present, problems }: ImportReport, asJson: boolean, deps: Pick<CliDeps, 'out' | 'err'>): void {
  for (const { key, url, commit, pages, mainModel } of imported) {
    if (asJson) deps.out(JSON.stringify({ imported: { key, url, commit, pages, main_model: mainModel ?? null } }))
    else deps.out(`Imported ${url} at ${shortCommit(commit) === 'unknown' ? 'an unknown commit' : shortCommit(commit)}: ${pages} page${pages === 1 ? '' : 's'}${mainModel === undefined ? '' : ` by ${mainModel}`}`)
  }
  for (const folder of present) deps.out(asJson ? JSON.stringify({ present: folder }) : `Imported before: ${folder}`)
  for (const { where, code, message } of problems) deps.err(`${where}: ${message} [${code}]\n`)
}
