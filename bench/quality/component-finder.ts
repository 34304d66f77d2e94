import type { CodeMap, Component } from '../../src/analysis/code-map.js'
import type { Place } from './references/reference.js'

/** Finds the component that a reference's place means: of that name, around that line, the narrowest. */
export class ComponentFinder {
  readonly #byName = new Map<string, Component[]>()
  readonly #byPath = new Map<string, Component[]>()

  constructor(code: CodeMap) {
    for (const component of code.components) {
      add(this.#byName, `${component.path}\n${component.name}`, component)
      if (component.kind !== 'constant') add(this.#byPath, component.path, component)
    }
  }

  at({ path, line, name }: Place, isFree: (component: Component) => boolean = () => true): Component | undefined {
    const around = (this.#byName.get(`${path}\n${name}`) ?? []).filter((one) => one.startLine <= line && line <= one.endLine && isFree(one))
    return around.sort((a, b) => a.endLine - a.startLine - (b.endLine - b.startLine) || b.startLine - a.startLine)[0] ?? this.#assignedAgain({ path, line, name }, isFree)
  }

  /** A variable of the file is one, however often it is assigned to. */
  #assignedAgain({ path, line, name }: Place, isFree: (component: Component) => boolean): Component | undefined {
    if (this.around(path, line) !== undefined) return undefined
    return this.#byName.get(`${path}\n${name}`)?.find((one) => one.kind === 'constant' && one.parent === undefined && isFree(one))
  }

  /** The innermost around a line. Constants hold no code of their own in a code map. */
  around(path: string, line: number): Component | undefined {
    const holding = (this.#byPath.get(path) ?? []).filter((one) => one.startLine <= line && line <= one.endLine)
    return holding.sort((a, b) => a.endLine - a.startLine - (b.endLine - b.startLine) || b.startLine - a.startLine)[0]
  }

  /** Who uses, as a code map names it: the innermost component that is known, else the file. */
  user(use: { readonly path: string; readonly line: number; readonly within: readonly Place[] | undefined }): string {
    if (use.within === undefined) return this.around(use.path, use.line)?.id ?? use.path
    for (const place of use.within) {
      const component = this.at(place)
      if (component !== undefined && component.kind !== 'constant') return component.id
    }
    return use.path
  }
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}
