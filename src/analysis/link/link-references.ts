import { TimeSlice } from '../../platform/time-slice.js'
import type { FileImport, Offer, Reference, ReferenceKind, ReferenceTier } from '../code-map.js'
import type { RepositoryIndex } from './import-resolver.js'
import type { ParsedFile } from './parsed-file.js'
import { facesOf, publicSurface } from './public-surface.js'
import { ReferenceResolver } from './resolve-reference.js'
import { ScopeTable } from './scope-table.js'
import { TypeTable } from './type-table.js'

/** Lines kept per reference; `count` goes on. */
const maxLines = 20

interface Merged {
  readonly from: string
  readonly to: string
  readonly kind: ReferenceKind
  readonly tier: ReferenceTier
  readonly lines: number[]
  count: number
}

export interface LinkRun {
  /** What others import the project by. */
  readonly projectName: string | undefined
  readonly signal: AbortSignal
}

export interface Links {
  readonly references: Reference[]
  readonly imports: FileImport[]
  readonly offers: Offer[]
}

/** Who uses what: every reference that can be resolved, merged by its two ends and kind. */
export async function linkReferences(files: readonly ParsedFile[], index: RepositoryIndex, { projectName, signal }: LinkRun): Promise<Links> {
  const slice = new TimeSlice(signal)
  const table = new ScopeTable(files, index)
  await slice.next()
  const types = new TypeTable(table)
  await slice.next()
  const resolver = new ReferenceResolver(table, types)
  const merged = new Map<string, Merged>()
  for (const file of files) {
    const scope = table.scope(file.path)
    if (scope === undefined) continue
    for (const fact of file.facts.references) {
      if (slice.isOver) await slice.next()
      const target = resolver.resolve(fact, scope)
      const from = file.components[fact.within]?.id ?? file.path
      if (target === undefined || from === target.component.id) continue
      const key = `${from}\n${target.component.id}\n${fact.kind}`
      const known = merged.get(key)
      if (known === undefined) {
        merged.set(key, { from, to: target.component.id, kind: fact.kind, tier: target.tier, lines: [fact.line], count: 1 })
        continue
      }
      known.count += 1
      if (known.lines.length < maxLines && known.lines.at(-1) !== fact.line) known.lines.push(fact.line)
    }
  }
  const references = [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, reference]) => ({ ...reference, lines: reference.lines.sort((a, b) => a - b) }))
  return { references, imports: table.imports(), offers: publicSurface(facesOf(projectName, table, index), table) }
}
