import type { EntryPoint, ProjectCommand, ProjectDependency, Sourced } from '../code-map.js'

/** What one kind of manifest says. */
export interface ManifestFacts {
  readonly name: Sourced<string> | undefined
  readonly description: Sourced<string> | undefined
  readonly licence: Sourced<string> | undefined
  readonly runtimes: readonly Sourced<string>[]
  /** What the repository itself names. */
  readonly commands: readonly Sourced<ProjectCommand>[]
  /** What everybody types for a manifest of this kind; told only where the repository names nothing. */
  readonly conventional: readonly Sourced<ProjectCommand>[]
  readonly dependencies: readonly Sourced<ProjectDependency>[]
  readonly entryPoints: readonly Sourced<DeclaredEntry>[]
}

/** What a manifest starts. `target`: the file from the top of the tree, or `package.module:function`, where it names one. */
export interface DeclaredEntry extends Pick<EntryPoint, 'kind' | 'label'> {
  readonly target: string | undefined
}

export const emptyManifest: ManifestFacts = {
  name: undefined, description: undefined, licence: undefined, runtimes: [], commands: [], conventional: [], dependencies: [], entryPoints: [],
}

/** Places facts of one text: the first line that matches, else the first line of the file. */
export class Placer {
  readonly #path: string
  readonly #lines: readonly string[]

  constructor(path: string, text: string) {
    this.#path = path
    this.#lines = text.split('\n')
  }

  /** `after`: look below the first line that contains this text. */
  at<T>(value: T, needle: string, after?: string): Sourced<T> {
    const from = after === undefined ? 0 : Math.max(0, this.#lines.findIndex((line) => line.includes(after)))
    const found = this.#lines.findIndex((line, at) => at >= from && line.includes(needle))
    const line = (found < 0 ? from : found) + 1
    return { value, path: this.#path, startLine: line, endLine: line }
  }
}

/** A manifest that was parsed. */
interface Manifest {
  readonly path: string
  readonly content: Record<string, unknown>
  readonly place: Placer
}

/** The one of that name nearest to the top of the tree; undefined when there is none or it cannot be parsed. */
export function topManifest(texts: ReadonlyMap<string, string>, name: string, parse: (text: string) => unknown): Manifest | undefined {
  const found = shallowest(texts, (one) => one === name)
  if (found === undefined) return undefined
  const [path, text] = found
  try {
    const content = parse(text)
    return isRecord(content) ? { path, content, place: new Placer(path, text) } : undefined
  } catch {
    return undefined
  }
}

/** The one nearest to the top of the tree. */
export function shallowest(texts: ReadonlyMap<string, string>, matches: (name: string) => boolean): readonly [string, string] | undefined {
  const found = [...texts].filter(([path]) => matches(path.split('/').at(-1) ?? ''))
  return found.sort(([a], [b]) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))[0]
}

export function commandPurpose(name: string): ProjectCommand['purpose'] {
  if (/^(install|setup|deps|bootstrap)\b/.test(name)) return 'install'
  if (/^(build|compile|dist|bundle|all|package)\b/.test(name)) return 'build'
  if (/^(start|dev|serve|run)\b/.test(name)) return 'run'
  if (/^(test|check|coverage|spec|unit|e2e)/.test(name)) return 'test'
  if (/^(lint|format|fmt|tidy|vet|style)/.test(name)) return 'lint'
  return 'other'
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined)
