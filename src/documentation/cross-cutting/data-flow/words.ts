import type { EntranceKind } from './entrances.js'
import type { EndKind } from './find-ways.js'

export const entranceWords: Readonly<Record<EntranceKind, { readonly title: string; readonly noun: string }>> = {
  route: { title: 'HTTP routes', noun: 'HTTP route' },
  command: { title: 'Commands', noun: 'command' },
  message: { title: 'Messages', noun: 'receiver of messages' },
  program: { title: 'Programs', noun: 'entry point' },
  library: { title: 'Importers', noun: 'function for importers' },
  open: { title: 'Callers from outside', noun: 'public function that nothing here calls' },
}

/** `title` in tables and diagrams, `goal` after "to". */
export const endWords: Readonly<Record<EndKind, { readonly title: string; readonly goal: string }>> = {
  database: { title: 'Database', goal: 'a database' },
  network: { title: 'Network', goal: 'the network' },
  messages: { title: 'Messages', goal: 'a message queue' },
  processes: { title: 'Other processes', goal: 'other processes' },
  files: { title: 'Files', goal: 'files' },
}
