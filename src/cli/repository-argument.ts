import type { Command } from 'commander'

/** What is documented, and which of its files. */
export interface RepositoryOptions {
  readonly branch?: string
  readonly tag?: string
  readonly commit?: string
  readonly include?: string[]
  readonly exclude?: string[]
}

export const collect = (value: string, before: string[] = []): string[] => [...before, value]

export function addRepository(command: Command): Command {
  return command
    .argument('<repository>', 'URL, owner/name on GitHub, or a local path')
    .option('--branch <name>', 'the head of this branch')
    .option('--tag <name>', 'this tag')
    .option('--commit <id>', 'this commit')
    .option('--include <glob>', 'only paths that match; can be repeated', collect)
    .option('--exclude <glob>', 'leave out paths that match; can be repeated', collect)
}
