import { memoryModelLedger } from '../../../src/documentation/adapters/memory/memory-model-ledger.js'
import { learnFromPastRuns } from '../../../src/pipeline/estimate-lessons.js'
import { estimateExplaining } from '../../../src/pipeline/estimate-explaining.js'
import { progress, table, times, title, type Finding } from '../../report.js'
import { CountingLedger } from '../counting-ledger.js'
import { explainWiki, type Subject } from '../explained.js'
import type { Lab } from '../lab.js'

const goal = 0.25

/** The estimate of a run that has no run before it to learn from, against what the run took. The model looks something up once where it may. */
export async function estimatePart(subjects: readonly Subject[], lab: Lab): Promise<Finding[]> {
  title('Estimate before the run, and tokens of the run')
  await lab.model.behave({ tools: true })
  const rows: string[][] = []
  const findings: Finding[] = []
  for (const subject of subjects) {
    progress(`${subject.name}: estimate`)
    const ledger = new CountingLedger()
    const generator = lab.generator(ledger)
    const { explainer, mainModel: model = '' } = generator
    if (explainer === undefined) throw new Error('no model is configured')
    const readSources = async (paths: readonly string[]) => new Map(paths.map((path) => [path, subject.readText(path)]))
    const deps = { ledger: memoryModelLedger(), priceOf: () => undefined, lessons: (name: string) => learnFromPastRuns({ list: async () => ({ jobs: [], nextCursor: undefined }) }, name) }
    const estimate = await estimateExplaining({ plan: subject.plan, explainer, model, planning: { former: new Map(), divides: subject.mayDivide }, readSources, signal: new AbortController().signal }, deps)
    await explainWiki(subject, generator, lab.renderer, 4)
    const { tokens } = ledger.asked()
    const expected = estimate.inputTokens + estimate.outputTokens
    rows.push([subject.name, `${estimate.pages}`, expected.toLocaleString('en'), tokens.toLocaleString('en'), times(expected / tokens)])
    findings.push({ goal: `${subject.name}: estimate within ±${goal * 100} % of the tokens`, figure: times(expected / tokens), isMet: Math.abs(expected / tokens - 1) <= goal })
  }
  await lab.model.behave({})
  table(['Repository', 'Pages', 'Estimated tokens', 'Taken', 'Ratio'], rows)
  return findings
}
