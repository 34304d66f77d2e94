// What analysing and documenting costs, beside bare parsing and other tools over the same files, in one run.
// Usage: npm run bench -- analysis [--only files,growth,wiki] <folder of a repository>…
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { filesPart } from './files-part.js'
import { growthPart } from './growth-part.js'
import { wikiPart } from './wiki-part.js'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string', default: 'files,wiki' } } })
if (positionals.length === 0) throw new Error('Name the folders of repositories: work trees or bare ones.')

const parts: Readonly<Record<string, (repositories: readonly string[]) => void | Promise<void>>> = { files: filesPart, growth: growthPart, wiki: wikiPart }
const load = () => loadavg().map((one) => one.toFixed(1)).join(', ')
console.log(`Load of the machine before: ${load()}\n`)
for (const name of values.only.split(',')) {
  const part = parts[name]
  if (part === undefined) throw new Error(`there is no part ${name}; there are ${Object.keys(parts).join(', ')}`)
  await part(positionals)
}
console.log(`Load of the machine after: ${load()}`)
