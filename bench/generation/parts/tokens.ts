import { digits, progress, table, times, title, type Finding } from '../../report.js'
import { CountingLedger } from '../counting-ledger.js'
import { explainWiki, type Subject } from '../explained.js'
import type { Lab } from '../lab.js'
import { originalCost } from '../original-strategy.js'

/** Calls and tokens for 1,000 lines of source, beside the strategy of the original for the same modules. */
export async function tokensPart(subjects: readonly Subject[], lab: Lab): Promise<Finding[]> {
  title('Calls and tokens for 1,000 lines of source')
  const rows: string[][] = []
  const findings: Finding[] = []
  for (const subject of subjects) {
    progress(`${subject.name}: tokens`)
    const ledger = new CountingLedger()
    await explainWiki(subject, lab.generator(ledger), lab.renderer, 4)
    const ours = ledger.asked()
    const theirs = originalCost(subject)
    const kiloLines = subject.code.files.filter(({ role }) => role === 'source').reduce((sum, { lines }) => sum + lines, 0) / 1000
    const theirTokens = theirs.inputTokens + theirs.outputTokens
    rows.push([subject.name, digits(kiloLines), digits(ours.calls / kiloLines), digits(theirs.calls / kiloLines), digits(ours.tokens / kiloLines), digits(theirTokens / kiloLines), times(ours.tokens / theirTokens)])
    findings.push({ goal: `${subject.name}: fewer tokens than the strategy of the original`, figure: times(ours.tokens / theirTokens), isMet: ours.tokens < theirTokens })
  }
  table(['Repository', '1,000 lines', 'Calls', 'Original', 'Tokens', 'Original', 'Ratio'], rows)
  return findings
}
