import { TimeSlice } from '../../platform/time-slice.js'
import type { Component, FileImport, Offer, Reference } from '../code-map.js'
import type { ReferenceFact } from '../file-facts.js'
import type { OutsideUse } from '../outside/outside-use.js'
import { OutsideNames, type KnownUse } from '../outside/recognise-outside.js'
import type { RepositoryIndex } from './import-resolver.js'
import type { ParsedFile } from './parsed-file.js'
import { facesOf, publicSurface } from './public-surface.js'
import { ReferenceResolver, type Target } from './resolve-reference.js'
import { ScopeTable } from './scope-table.js'
import { TypeTable } from './type-table.js'

/** Lines kept per reference; `count` goes on. */
const maxLines = 20
/** References between two looks at the clock. */
const perLook = 64

interface Merged extends Reference {
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
  /** In the order of the files; of tests none. */
  readonly outside: OutsideUse[]
}

/** Who uses what: every reference that can be resolved, merged by its two ends and kind; what leads out of the repository where it is known. */
export async function linkReferences(files: readonly ParsedFile[], index: RepositoryIndex, { projectName, signal }: LinkRun): Promise<Links> {
  const slice = new TimeSlice(signal)
  const table = new ScopeTable(files, index)
  await slice.next()
  const types = new TypeTable(table)
  await slice.next()
  const resolver = new ReferenceResolver(table, types)
  const places: Place[] = []
  const outside: OutsideUse[] = []
  let looked = 0
  for (const file of files) {
    const scope = table.scope(file.path)
    if (scope === undefined) continue
    const uses = new FileUses(file)
    const names = new OutsideNames(scope, table)
    for (const fact of file.facts.references()) {
      looked += 1
      if (looked % perLook === 0 && slice.isOver) await slice.next()
      const target = resolver.resolve(fact, scope)
      if (target !== undefined) uses.add(fact, target)
      else uses.addOutside(fact, names.recognise(fact))
    }
    scope.rest()
    places.push(...uses.places())
    outside.push(...uses.outside())
  }
  // Nearly in order already: what lies in one file is.
  places.sort((a, b) => compare(a.from, b.from))
  return { references: places.flatMap(({ references }) => references), imports: table.imports(), offers: publicSurface(facesOf(projectName, table, index), table), outside }
}

/** A definition, or a file outside of its definitions, and what it uses. */
interface Place {
  readonly from: string
  readonly references: readonly Merged[]
}

/** What one file uses, by the definition that does, by what is used, and by how. */
class FileUses {
  readonly #file: ParsedFile
  readonly #uses = new Map<Component | undefined, Map<Component, Merged[]>>()
  readonly #outside = new Map<string, OutsideUse & { readonly lines: number[]; count: number }>()

  constructor(file: ParsedFile) {
    this.#file = file
  }

  add({ kind, line, within }: ReferenceFact, { component, tier }: Target): void {
    const user = this.#file.components[within]
    if (user === component) return
    let used = this.#uses.get(user)
    if (used === undefined) this.#uses.set(user, (used = new Map()))
    let ways = used.get(component)
    if (ways === undefined) used.set(component, (ways = []))
    const known = ways.find((one) => one.kind === kind)
    if (known === undefined) {
      ways.push({ from: user?.id ?? this.#file.path, to: component.id, kind, tier, lines: [line], count: 1 })
      return
    }
    known.count += 1
    if (known.lines.length < maxLines && known.lines.at(-1) !== line) known.lines.push(line)
  }

  addOutside({ line, within }: ReferenceFact, use: KnownUse | undefined): void {
    if (use === undefined) return
    const from = this.#file.components[within]?.id ?? this.#file.path
    const key = `${from} ${use.symbol}`
    const known = this.#outside.get(key)
    if (known === undefined) {
      this.#outside.set(key, { ...use, from, lines: [line], count: 1 })
      return
    }
    known.count += 1
    if (known.lines.length < maxLines && known.lines.at(-1) !== line) known.lines.push(line)
  }

  outside(): OutsideUse[] {
    const uses = [...this.#outside.values()]
    for (const { lines } of uses) lines.sort((a, b) => a - b)
    return uses.sort((a, b) => compare(a.from, b.from) || (a.lines[0] ?? 0) - (b.lines[0] ?? 0) || compare(a.symbol, b.symbol))
  }

  /** In the order of their ids. */
  places(): Place[] {
    const places = [...this.#uses.values()].map((used): Place => {
      const references = [...used.values()].flat().sort((a, b) => compare(a.to, b.to) || compare(a.kind, b.kind))
      for (const { lines } of references) lines.sort((a, b) => a - b)
      return { from: references[0]?.from ?? '', references }
    })
    return places.sort((a, b) => compare(a.from, b.from))
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
