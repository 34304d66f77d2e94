import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkOut } from '../quality/checkout.js'
import { digits, progress, table, title } from '../report.js'
import { parsedFiles } from './parsed-files.js'
import { measure, type ProcessCost } from './processes.js'
import { resultSchema, type CheckedOut, type Result, type Work } from './work.js'

/** Lines that are parsed. The last stands for the whole repository. */
const sizes = [10_000, 30_000, 100_000, 300_000, 500_000, Infinity]

/** Ever more of one repository: what a line costs must not depend on how many there are. */
export async function growthPart(repositories: readonly string[]): Promise<void> {
  for (const repository of repositories) {
    const { name, folder, tree, dispose } = checkOut(repository)
    const rows: string[][] = []
    for (const part of partsOf({ folder, entries: [...tree.entries], skipped: [] })) {
      const row = await growthRow(part)
      progress(row.join(' | '))
      rows.push(row)
    }
    dispose()
    title(`The analysis of ever more of ${name}, over all processes`)
    table(['lines', 'CPU s', 'lines per CPU s', 'peak memory', 'with known facts: CPU s', 'lines per CPU s', 'peak memory'], rows)
  }
}

/** Folder by folder, as paths are sorted; sizes that the repository does not have are left out. */
function partsOf(whole: CheckedOut): CheckedOut[] {
  const linesOf = new Map(parsedFiles(whole).map(({ path, text }) => [path, text.split('\n').length - 1]))
  const entries = whole.entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const parts: CheckedOut[] = []
  let [lines, at] = [0, 0]
  for (const size of sizes) {
    if (at === entries.length) break
    for (; at < entries.length && lines < size; at += 1) lines += linesOf.get(entries[at]?.path ?? '') ?? 0
    parts.push({ ...whole, entries: entries.slice(0, at) })
  }
  return parts
}

async function growthRow(tree: CheckedOut): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'codewiki-bench-'))
  const [file, answer] = [join(root, 'work.json'), join(root, 'answer.json')]
  const work: Work = { kind: 'analyse', trees: [tree], facts: join(root, 'facts.db'), answer }
  writeFileSync(file, JSON.stringify(work))
  const run = async (what: string): Promise<Result & ProcessCost> => {
    progress(`${tree.entries.length} files, ${what}`)
    const cost = await measure(process.execPath, [fileURLToPath(new URL('analysis-work-child.mjs', import.meta.url)), file])
    return { ...cost, ...resultSchema.parse(JSON.parse(readFileSync(answer, 'utf8'))) }
  }
  const [cold, warm] = [await run('nothing known'), await run('facts known')]
  rmSync(root, { recursive: true })
  const cells = ({ cpuSeconds, lines, peakMib }: Result & ProcessCost) => [digits(cpuSeconds), digits(lines / cpuSeconds), `${Math.round(peakMib)} MiB`]
  return [`${cold.lines}`, ...cells(cold), ...cells(warm)]
}
