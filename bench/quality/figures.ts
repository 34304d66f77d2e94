import type { Score } from './compare.js'

export interface Asked {
  readonly repository: string
  readonly language: string
  readonly metric: string
  /** The least share that will do; undefined: told, not asked for. */
  readonly goal: number | undefined
}

export interface Figure extends Asked {
  readonly score: Score
  readonly note: string
}

export const figure = (asked: Asked, score: Score, note = ''): Figure => ({ ...asked, score, note })

/** Rounded down: 98.49 % are not 98.5 %. */
const percent = (value: number): string => `${(Math.floor(value * 1000 + 1e-9) / 10).toFixed(1)} %`

export function row({ repository, language, metric, goal, score: { hits, all }, note }: Figure): string[] {
  const verdict = goal === undefined || all === 0 ? '' : hits / all >= goal ? 'met' : '**missed**'
  return [repository, language, metric, goal === undefined ? '' : percent(goal), all === 0 ? 'none there' : `${percent(hits / all)} (${hits} of ${all})`, verdict, note]
}

/** Some of what is wrong or missing, evenly spread. */
export function examples({ metric, score: { misses } }: Figure, wanted: number): string[] {
  const step = Math.max(1, misses.length / Math.max(1, wanted))
  const shown = Array.from({ length: Math.min(wanted, misses.length) }, (_, at) => misses[Math.floor(at * step)] ?? '')
  return shown.length === 0 ? [] : [`${metric}:`, ...shown.map((text) => `    ${text}`), '']
}
