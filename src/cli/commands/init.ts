import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../../platform/app-error.js'
import { configTemplate } from '../../steering/config-template.js'
import type { CliDeps } from '../cli-deps.js'

export function addInit(program: Command, deps: Pick<CliDeps, 'out'>): void {
  program
    .command('init')
    .description('write a commented .codewiki/config.yml, by which a repository says how it wants to be documented')
    .argument('[folder]', 'of the repository', '.')
    .action(async (folder: string) => {
      const path = join(folder, '.codewiki', 'config.yml')
      await mkdir(join(folder, '.codewiki'), { recursive: true })
      try {
        await writeFile(path, configTemplate, { flag: 'wx' })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
        throw new AppError('steering/config-exists', 'conflict', `${path} is there already.`, { advice: 'Edit it, or remove it first.' })
      }
      deps.out(`Wrote ${path}; commit it, and the next wiki is steered by it`)
    })
}
