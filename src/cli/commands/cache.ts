import type { Command } from 'commander'
import { shortCommit } from '../../cache/published-wiki.js'
import { AppError } from '../../platform/app-error.js'
import type { CliDeps, CliWorkspace } from '../cli-deps.js'

interface CacheOptions {
  readonly json?: boolean
  readonly days?: string
  readonly maxMb?: string
  readonly dataDir?: string
}

const dayMs = 86_400_000

export function addCache(program: Command, deps: CliDeps): void {
  const cache = program.command('cache').description('the published wikis of the data folder')
  const within = async (options: CacheOptions, act: (workspace: CliWorkspace) => Promise<void>) => {
    const workspace = await deps.openWorkspace({ dataDir: options.dataDir })
    try {
      await act(workspace)
    } finally {
      await workspace.close()
    }
  }
  cache
    .command('list')
    .description('newest first')
    .option('--json', 'print JSON')
    .option('--data-dir <folder>', 'folder of all data')
    .action((options: CacheOptions) =>
      within(options, async ({ cache: wikis }) => {
        for (const wiki of await wikis.list()) {
          const { key, url, commit, pages, sizeBytes, createdAt } = wiki
          if (options.json === true) deps.out(JSON.stringify({ key, url, commit, pages, size_bytes: sizeBytes, created_at: createdAt.toISOString() }))
          else deps.out(`${key}  ${(sizeBytes / 1024 ** 2).toFixed(1).padStart(7)} MiB  ${String(pages).padStart(4)} pages  ${url} @ ${shortCommit(commit)}`)
        }
      }),
    )
  cache
    .command('remove <key>')
    .description('remove one wiki, record and files')
    .option('--data-dir <folder>', 'folder of all data')
    .action((key: string, options: CacheOptions) =>
      within(options, async ({ cache: wikis }) => {
        if (!(await wikis.remove(key))) throw new AppError('cache/not-found', 'missing', `There is no wiki ${key}.`, { advice: 'See `codewiki cache list`.' })
        deps.out(`Removed ${key}`)
      }),
    )
  cache
    .command('prune')
    .description('remove wikis by age, and by size the least recently used first')
    .option('--days <n>', 'keep wikis younger than this', '365')
    .option('--max-mb <n>', 'keep at most this many megabytes')
    .option('--data-dir <folder>', 'folder of all data')
    .addHelpText('after', '\nExample:\n  codewiki cache prune --days 30 --max-mb 2000')
    .action((options: CacheOptions) =>
      within(options, async ({ cache: wikis }) => {
        const maxBytes = options.maxMb === undefined ? undefined : Number(options.maxMb) * 1024 ** 2
        const { removed, freedBytes } = await wikis.prune({ maxAgeMs: Number(options.days ?? 365) * dayMs, maxBytes })
        deps.out(`Removed ${removed.length} wiki${removed.length === 1 ? '' : 's'}, ${(freedBytes / 1024 ** 2).toFixed(1)} MiB`)
      }),
    )
}
