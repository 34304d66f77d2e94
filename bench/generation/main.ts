// What a wiki with a language model takes: wall time, calls, tokens, and what an update pays again. The model is scripted.
// Usage: npm run bench -- generation [--only time,tokens,estimate,updates] [--commits N] <folder of a repository>…
import { parseArgs } from 'node:util'
import type { Finding } from '../report.js'
import { table, title } from '../report.js'
import { CodeMaps } from '../quality/code-maps.js'
import { subjectAt, type Subject } from './explained.js'
import { openLab } from './lab.js'
import { estimatePart } from './parts/estimate.js'
import { timePart } from './parts/time.js'
import { tokensPart } from './parts/tokens.js'
import { updatesPart } from './parts/updates.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: 'time,tokens,estimate,updates' }, commits: { type: 'string', default: '12' } },
})
if (positionals.length === 0) throw new Error('Name the folders of repositories: work trees or bare ones.')

const maps = new CodeMaps()
const lab = await openLab()
const subjects: Subject[] = []
for (const path of positionals) subjects.push(await subjectAt(path, undefined, maps))
const parts: Readonly<Record<string, () => Promise<Finding[]>>> = {
  time: () => timePart(subjects, lab),
  tokens: () => tokensPart(subjects, lab),
  estimate: () => estimatePart(subjects, lab),
  updates: () => updatesPart(positionals, Number(values.commits), maps, lab),
}
const wanted = values.only.split(',')
const unknown = wanted.filter((name) => parts[name] === undefined)
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
const findings: Finding[] = []
for (const name of wanted) findings.push(...((await parts[name]?.()) ?? []))
for (const { dispose } of subjects) dispose()
await maps.close()
await lab.close()

title('Goals')
table(['Goal', 'Seen', ''], findings.map(({ goal, figure, isMet }) => [goal, figure, isMet ? 'met' : '**missed**']))
