import type { Command } from 'commander'
import { toComparisonDocument } from '../../pipeline/comparison-document.js'
import { AppError } from '../../platform/app-error.js'
import type { CliDeps } from '../cli-deps.js'
import { comparisonMarkdown, comparisonText, pagesOf } from '../tell-comparison.js'

interface DiffOptions {
  readonly repo: string
  readonly page?: string
  readonly stat?: boolean
  readonly json?: boolean
  readonly markdown?: boolean
  readonly dataDir?: string
}

/** As diff(1): 0 says the same, 1 differs. */
const codes = { same: 0, different: 1 } as const

export function addDiff(program: Command, deps: CliDeps): void {
  program
    .command('diff')
    .description('what changed in the wiki of a repository between two commits that are documented')
    .argument('<from>', 'commit (7 digits or more), or a branch or tag that a wiki was made of')
    .argument('<to>', 'the later one')
    .option('--repo <repository>', 'URL, owner/name on GitHub, or a local path', '.')
    .option('--page <slug>', 'this page only')
    .option('--stat', 'without the lines that differ')
    .option('--markdown', 'print Markdown')
    .option('--json', 'print JSON')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExits with 0 when the wikis say the same, 1 when they differ, as diff does.\n\nExamples:\n  codewiki diff 1a2b3c4 5d6e7f8\n  codewiki diff v1.0 v1.1 --repo owner/name --markdown --stat')
    .action(async (from: string, to: string, options: DiffOptions) => {
      const workspace = await deps.openWorkspace({ dataDir: options.dataDir })
      try {
        const comparison = await workspace.compare(options.repo, from, to)
        const pages = pagesOf(comparison, options.page)
        if (options.page !== undefined && pages.length === 0 && !(await workspace.hasPage(comparison.to, options.page)))
          throw new AppError('wikis/page-not-found', 'missing', `No wiki of the two has a page ${options.page}.`, { advice: 'Leave out --page to see those that changed.' })
        const told = { withLines: options.stat !== true, page: options.page }
        if (options.json === true) deps.out(JSON.stringify(toComparisonDocument({ ...comparison, pages }), null, 2))
        else deps.out(options.markdown === true ? comparisonMarkdown(comparison, told).trimEnd() : comparisonText(comparison, told))
        process.exitCode = pages.length === 0 ? codes.same : codes.different
      } finally {
        await workspace.close()
      }
    })
}
