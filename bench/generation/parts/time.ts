import { digits, progress, table, times, title, type Finding } from '../../report.js'
import { memoryModelLedger } from '../../../src/documentation/adapters/memory/memory-model-ledger.js'
import { explainWiki, type Subject } from '../explained.js'
import type { Lab } from '../lab.js'
import { lowerBoundMs } from '../lower-bound.js'

const [callMs, atOnce, goal] = [4_000, 4, 1.15]

/** Wall time with calls that take equally long, against what no schedule can beat. */
export async function timePart(subjects: readonly Subject[], lab: Lab): Promise<Finding[]> {
  title(`Wall time: every call takes ${callMs} ms, ${atOnce} pages at a time`)
  await lab.model.behave({ delayMs: callMs })
  const rows: string[][] = []
  const findings: Finding[] = []
  for (const subject of subjects) {
    progress(`${subject.name}: time`)
    const { wallMs, pages, planningCalls } = await explainWiki(subject, lab.generator(memoryModelLedger()), lab.renderer, atOnce)
    const bound = planningCalls * callMs + lowerBoundMs(pages, atOnce, callMs)
    const calls = planningCalls + pages.reduce((sum, { usage }) => sum + usage.calls, 0)
    rows.push([subject.name, `${pages.length}`, `${calls}`, digits(bound / 1000), digits(wallMs / 1000), times(wallMs / bound)])
    findings.push({ goal: `${subject.name}: wall time at most ${goal}× the lower bound`, figure: times(wallMs / bound), isMet: wallMs <= goal * bound })
  }
  await lab.model.behave({})
  table(['Repository', 'Pages', 'Calls', 'Lower bound s', 'Wall s', 'Ratio'], rows)
  return findings
}
