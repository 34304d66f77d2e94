// How good the code map and the wiki of real repositories are, against tools that others trust.
// Usage: npm run bench -- quality [--only typescript,python,ctags,samples,modules,wiki] [--misses N] <folder of a repository>…
//        npm run bench -- quality --draw <language> [--seed N] [--edges N] [--sites N] [--imports N] <folder of a repository>
//        npm run bench -- quality --sheet <file of samples> <folder of its repository>
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import type { CodeMap } from '../../src/analysis/code-map.js'
import { table, title } from '../report.js'
import { checkOut, type Checkout } from './checkout.js'
import { CodeMaps } from './code-maps.js'
import { examples, row, type Figure } from './figures.js'
import { ctagsPart } from './parts/ctags.js'
import { modulesPart } from './parts/modules.js'
import { pythonPart } from './parts/python.js'
import { samplesPart } from './parts/samples.js'
import { typescriptPart } from './parts/typescript.js'
import { wikiPart } from './parts/wiki.js'
import { ctagsVersion } from './references/ctags.js'
import { drawSample, readingSheet } from './samples/command.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    /** Shown of what is wrong or missing, for each figure. */
    misses: { type: 'string', default: '0' },
    /** Writes a sample of this language without verdicts. */
    draw: { type: 'string' },
    /** Of what is drawn, 1 unless told; of what is scored, every one unless told. */
    seed: { type: 'string' },
    edges: { type: 'string', default: '100' },
    sites: { type: 'string', default: '100' },
    imports: { type: 'string', default: '40' },
    /** Prints what is to be read to judge the samples of a file. */
    sheet: { type: 'string' },
  },
})
if (positionals.length === 0) throw new Error('Name the folders of repositories: work trees or bare ones.')

interface Measured {
  /** As named on the command line. */
  readonly path: string
  readonly checkout: Checkout
  readonly code: CodeMap
  /** Files that the product takes apart; generated, vendored and minified ones are not measured either. */
  readonly parsed: ReadonlySet<string>
}

const maps = new CodeMaps()
const analyse = (checkout: Checkout) => maps.analyse(checkout.tree)
const parts: Readonly<Record<string, (measured: Measured) => Figure[] | Promise<Figure[]>>> = {
  typescript: ({ checkout, code, parsed }) => typescriptPart(checkout, code, packagesOf(checkout, code), parsed),
  python: ({ checkout, code, parsed }) => pythonPart(checkout, code, parsed),
  ctags: ({ checkout, code, parsed }) => ctagsPart(checkout, code, parsed),
  samples: ({ path, checkout, code }) => samplesPart({ path, checkout, code }, analyse, values.seed === undefined ? undefined : Number(values.seed)),
  modules: ({ checkout, code }) => modulesPart(checkout, code, maps),
  wiki: ({ path, checkout, code }) => wikiPart(path, checkout, code),
}
const wanted = values.only?.split(',') ?? Object.keys(parts)
const unknown = wanted.filter((name) => parts[name] === undefined)
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
if (wanted.includes('ctags') && ctagsVersion() === undefined) console.error('No Universal Ctags here: definitions of other languages are not measured.')

const { draw: language, sheet: file } = values
const [first = ''] = positionals
if (language !== undefined) {
  const counts = { edges: Number(values.edges), sites: Number(values.sites), imports: Number(values.imports) }
  console.log(await drawSample(first, analyse, { language, seed: Number(values.seed ?? 1), wanted: counts }))
}
if (file !== undefined) console.log(await readingSheet(first, file, analyse))

const figures: Figure[] = []
for (const path of language === undefined && file === undefined ? positionals : []) {
  const checkout = checkOut(path)
  title(`${checkout.name} at ${checkout.commit.slice(0, 10)}`)
  const code = await maps.analyse(checkout.tree)
  const skipped = new Set(code.skipped.map((one) => one.path))
  const measured = { path, checkout, code, parsed: new Set(code.files.flatMap((file) => (skipped.has(file.path) ? [] : file.path))) }
  const unread = code.skipped.filter(({ reason }) => reason === 'timed-out' || reason === 'parser-failed')
  if (unread.length > 0) console.log(`Not measured, for the parser gave up: ${unread.map((one) => one.path).join(', ')}\n`)
  for (const name of wanted) {
    const found = (await parts[name]?.(measured)) ?? []
    if (found.length > 0) table(['Repository', 'Of', 'Metric', 'Goal', 'Seen', '', ''], found.map(row))
    for (const text of found.flatMap((one) => examples(one, Number(values.misses)))) console.log(text)
    figures.push(...found)
  }
  checkout.dispose()
}
await maps.close()
const missed = figures.map(row).filter((cells) => cells.includes('**missed**'))
if (figures.length > 0) console.log(`${figures.filter(({ goal }) => goal !== undefined).length} goals, ${missed.length} missed`)

/** Workspace packages by name. */
function packagesOf({ folder }: Checkout, code: CodeMap): Map<string, string> {
  const packages = new Map<string, string>()
  for (const { path } of code.files.filter((file) => basename(file.path) === 'package.json')) {
    try {
      const { name } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as { name?: unknown }
      if (typeof name === 'string') packages.set(name, dirname(path) === '.' ? '' : dirname(path))
    } catch {
      // A broken package.json names no package.
    }
  }
  return packages
}
