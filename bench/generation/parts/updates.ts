import { spawnSync } from 'node:child_process'
import type { ModuleNode } from '../../../src/analysis/code-map.js'
import { digits, median, progress, quantile, table, title, type Finding } from '../../report.js'
import type { CodeMaps } from '../../quality/code-maps.js'
import { CountingLedger } from '../counting-ledger.js'
import type { FormerExplained } from '../../../src/pipeline/former-explained.js'
import { explainWiki, subjectAt } from '../explained.js'
import type { Lab } from '../lab.js'

const goal = 0.02

/** A wiki for each of the last commits, one after the other: what share of its tokens had to be paid again. */
export async function updatesPart(paths: readonly string[], commits: number, maps: CodeMaps, lab: Lab): Promise<Finding[]> {
  title(`Updates: the last ${commits} first-parent commits of each history`)
  const rows: string[][] = []
  const all: number[] = []
  for (const path of paths) {
    const ledger = new CountingLedger()
    const shares: number[] = []
    let [name, modules, former]: [string, ModuleNode | undefined, FormerExplained | undefined] = [path, undefined, undefined]
    for (const [at, commit] of lastCommits(path, commits + 1).entries()) {
      const subject = await subjectAt(path, commit, maps, modules)
      progress(`${subject.name}: commit ${at} of ${commits}`)
      ledger.begin()
      const explained = await explainWiki(subject, lab.generator(ledger), lab.renderer, 4, former)
      const { tokens, paidTokens } = ledger.asked()
      if (at > 0) shares.push(tokens === 0 ? 0 : paidTokens / tokens)
      ;[name, modules, former] = [subject.name, explained.modules, explained.former]
      subject.dispose()
    }
    all.push(...shares)
    rows.push([name, `${shares.length}`, `${shares.filter((share) => share === 0).length}`, percent(median(shares)), percent(quantile(shares, 0.9)), percent(Math.max(...shares))])
  }
  table(['History', 'Commits', 'Free', 'Median paid again', 'p90', 'Most'], rows)
  return [{ goal: `share of tokens paid again by one commit, median at most ${percent(goal)}`, figure: percent(median(all)), isMet: median(all) <= goal }]
}

const percent = (share: number): string => `${digits(share * 100)} %`

/** Oldest first. */
function lastCommits(path: string, count: number): readonly string[] {
  const { stdout, status, stderr } = spawnSync('git', ['-C', path, 'rev-list', '--first-parent', `--max-count=${count}`, 'HEAD'], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`git rev-list in ${path}: ${stderr}`)
  return stdout.trim().split('\n').reverse()
}
