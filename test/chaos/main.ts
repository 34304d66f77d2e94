// `npm run chaos -- --kills N [--seed S] [--store sqlite|postgres]`: see run-chaos.ts. Ends with 1, and names the seed, when a promise was broken.
import { parseArgs } from 'node:util'
import { storeKinds } from './open-store.js'
import { runChaos, type ChaosReport } from './run-chaos.js'

const usage = `Usage: npm run chaos -- --kills N [--seed S] [--store ${storeKinds.join('|')}]`

function readOptions() {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' }, store: { type: 'string', default: 'sqlite' } } })
  const kills = Number(values.kills)
  const seed = Number(values.seed ?? Date.now() % 1_000_000)
  const store = storeKinds.find((kind) => kind === values.store)
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed) || store === undefined) {
    console.error(usage)
    process.exit(64)
  }
  return { kills, seed, store }
}

function print({ figures, faults, problems }: ChaosReport): void {
  const kinds = Object.entries(faults).map(([kind, count]) => `${count} × ${kind}`)
  console.log(`faults: ${kinds.join(', ')}`)
  console.log(`jobs: ${figures.submitted} acknowledged (${figures.unanswered} requests had to be repeated), ${figures.completed} completed, ${figures.lost} lost, ${figures.completedTwice} completed twice`)
  console.log(`wikis: ${figures.wikis}, ${figures.differences} differences from the undisturbed run`)
  console.log(`calls to the model: ${figures.callsUndisturbed} undisturbed, ${figures.callsDisturbed} disturbed, at most ${figures.callsAllowed} with those in flight at each fault`)
  for (const problem of problems) console.log(`PROBLEM: ${problem}`)
}

const options = readOptions()
const started = Date.now()
const report = await runChaos({ ...options, tell: (line) => console.log(`${Math.round((Date.now() - started) / 1000)} s: ${line}`) })
print(report)
const outcome = report.problems.length === 0 ? 'every promise was kept' : `${report.problems.length} problems`
console.log(`${outcome}; store ${options.store}, seed ${options.seed}, ${Math.round((Date.now() - started) / 1000)} s`)
process.exit(report.problems.length === 0 ? 0 : 1)
