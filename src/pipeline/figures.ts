import type { CodeMap, SkippedFile } from '../analysis/code-map.js'
import type { ModelUsage } from '../documentation/text-model.js'
import type { Wiki } from '../documentation/wiki.js'

const number = new Intl.NumberFormat('en')

const reasons: Readonly<Record<SkippedFile['reason'], string>> = {
  binary: 'binary',
  'too-large': 'over the size limit',
  generated: 'generated',
  vendored: 'vendored',
  minified: 'minified',
  'timed-out': 'took too long to parse',
  'parser-failed': 'could not be parsed',
  unreadable: 'not what their names say',
  symlink: 'symbolic links, never followed',
  submodule: 'submodules',
  'unsafe-name': 'refused because of their names',
}

/** Counts as people read them. */
export const figure = {
  count: (count: number, noun: string): string => `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`,

  bytes(bytes: number): string {
    if (bytes < 1024) return `${bytes} B`
    if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(0)} KiB`
    return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
  },

  analysed({ components, files, modulesFrom }: CodeMap): string {
    const found = `${figure.count(components.length, 'component')} in ${figure.count(files.length, 'file')}`
    return modulesFrom === undefined ? found : `${found}, modules kept from ${modulesFrom.slice(0, 10)}`
  },

  /** One line per reason, with up to three names. */
  skipped(skipped: readonly SkippedFile[]): string[] {
    const byReason = new Map<SkippedFile['reason'], SkippedFile[]>()
    for (const file of skipped) byReason.set(file.reason, [...(byReason.get(file.reason) ?? []), file])
    return [...byReason].map(([reason, files]) => {
      const names = files.slice(0, 3).map((file) => file.path)
      const more = files.length > names.length ? `, and ${number.format(files.length - names.length)} more` : ''
      return `Left out ${figure.count(files.length, 'file')} (${reasons[reason]}): ${names.join(', ')}${more}`
    })
  },

  /** What the model cost in this attempt, if it was asked at all: finished calls are paid once, whoever asked. */
  explained(pages: number, { calls, inputTokens, outputTokens, costUsd }: ModelUsage): string {
    const explained = `${figure.count(pages, 'page')} explained`
    if (calls === 0) return explained
    const cost = costUsd === undefined ? '' : `, $${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`
    return `${explained}; ${figure.count(calls, 'model call')} paid: ${number.format(inputTokens)} tokens in, ${number.format(outputTokens)} out${cost}`
  },

  verified(wiki: Wiki): string {
    const { links, citations, diagrams } = wiki.coverage
    const held = `${figure.count(links, 'link')}, ${figure.count(citations, 'citation')}, ${figure.count(diagrams, 'diagram')} hold`
    const missing = wiki.gaps.filter(({ unexplained }) => unexplained !== true).length
    return missing === 0 ? held : `${held}; ${figure.count(missing, 'page')} could not be published`
  },
}
