import type { JobGap } from './job-status.js'

/** What a completed job lacks, in one phrase: `2 pages missing, 40 pages unexplained`. */
export function gapWords(gaps: readonly JobGap[]): string {
  const unexplained = gaps.filter((gap) => gap.unexplained === true).length
  const count = (pages: number, what: string) => (pages === 0 ? [] : [`${pages} page${pages === 1 ? '' : 's'} ${what}`])
  return [...count(gaps.length - unexplained, 'missing'), ...count(unexplained, 'unexplained')].join(', ')
}
