import { escapeText } from '../../markdown/escape.js'
import type { PageContext } from '../../pages/page-context.js'
import { group } from '../../plan/code-index.js'
import { listOf } from '../../prose.js'
import type { PlannedTopic } from '../../wiki-plan.js'
import type { ConfigFile } from './config-files.js'

const maxFiles = 5

/** By what they configure. */
export function writeConfigFiles({ page }: PageContext<PlannedTopic>, files: readonly ConfigFile[]): void {
  if (files.length === 0) return
  page.heading(2, 'Configuration files')
  page.table(
    ['Configures', 'Files'],
    [...group(files, ({ configures }) => [configures])].map(([configures, own]) => [escapeText(configures), listOf(own.slice(0, maxFiles).map(({ path }) => page.linkFile(path)), own.length)]),
  )
}
