import type { CodeMap } from '../../../analysis/code-map.js'
import type { SettingFact } from '../../../analysis/documents/document-facts.js'
import { compareText } from '../../prose.js'
import { factsOfKind } from '../facts-of-kind.js'

/** An environment variable with every place that reads or sets it. */
export interface Setting {
  readonly name: string
  readonly reads: readonly { readonly path: string; readonly line: number; readonly default: string | undefined }[]
  readonly sets: readonly SetPlace[]
}

export interface SetPlace {
  readonly path: string
  readonly line: number
  readonly value: string | undefined
  readonly comment: string | undefined
}

/** Those that code reads first, the most read of them first. */
export function settingsOf(code: CodeMap): readonly Setting[] {
  const found = new Map<string, { reads: Setting['reads'][number][]; sets: SetPlace[] }>()
  const of = (name: string) => {
    const known = found.get(name) ?? { reads: [], sets: [] }
    found.set(name, known)
    return known
  }
  for (const one of code.surroundings.settings) of(one.name).reads.push({ path: one.file, line: one.line, default: one.default })
  const told = (path: string, settings: readonly SettingFact[]) => {
    for (const { name, line, value, comment } of settings) of(name).sets.push({ path, line, value, comment })
  }
  for (const { path, facts } of factsOfKind(code, 'settings')) told(path, facts.settings)
  for (const { path, facts } of factsOfKind(code, 'container')) told(path, facts.settings)
  for (const { path, facts } of factsOfKind(code, 'compose')) for (const service of facts.services) told(path, service.settings)
  return [...found]
    .map(([name, { reads, sets }]) => ({ name, reads, sets }))
    .sort((a, b) => Number(b.reads.length > 0) - Number(a.reads.length > 0) || files(b) - files(a) || compareText(a.name, b.name))
}

const files = ({ reads }: Setting): number => new Set(reads.map(({ path }) => path)).size
