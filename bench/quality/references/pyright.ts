import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, posix, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LanguageServer, type Location } from './language-server.js'
import { pythonReader, type PythonImport, type PythonName } from './python-names.js'
import type { Place, ReferenceImport, Unresolved, Use, Uses } from './reference.js'

export interface PythonTruth extends Uses {
  readonly imports: readonly ReferenceImport[]
}

export interface PythonQuestion {
  readonly folder: string
  readonly paths: readonly string[]
  /** Names of components: what bears no such name can mean none. */
  readonly names: ReadonlySet<string>
  /** Files of the commit. */
  readonly files: ReadonlySet<string>
}

/** Asks pyright what every identifier means that could mean a component, and where imports lead. */
export async function askPyright({ folder, paths, names, files }: PythonQuestion): Promise<PythonTruth> {
  const server = new LanguageServer(process.execPath, [createRequire(import.meta.url).resolve('pyright/langserver.index.js'), '--stdio'], folder)
  await server.start(folder)
  const read = await pythonReader()
  const lines = new Lines(folder)
  const truth = { uses: [] as Use[], unresolved: [] as Unresolved[], imports: [] as ReferenceImport[] }
  for (const path of paths) {
    const text = readFileSync(join(folder, path), 'utf8')
    const uri = pathToFileURL(join(folder, path)).href
    server.open(uri, 'python', text)
    const ask = (name: PythonName) => server.definition(uri, name.row, name.column)
    const found = read(text)
    for (const name of found.names.filter((one) => names.has(one.text) || found.aliases.has(one.text))) {
      const at = { path, line: name.row + 1, name: name.text }
      const answers = await ask(name)
      if (answers.length === 0) truth.unresolved.push(at)
      else truth.uses.push({ ...at, kind: name.kind, within: undefined, targets: answers.flatMap((one) => lines.place(one) ?? []).filter((one) => one.path !== path || one.line !== at.line || one.name !== at.name) })
    }
    for (const one of found.imports) truth.imports.push({ path, specifier: one.source, targets: await importTargets(one, path, ask, files, folder) })
    server.closeDocument(uri)
  }
  server.close()
  return truth
}

/** The module itself, and names that are modules of it. Undefined: not found, so not of this repository as far as pyright can tell. */
async function importTargets({ source, module, names }: PythonImport, path: string, ask: (name: PythonName) => Promise<readonly Location[]>, files: ReadonlySet<string>, folder: string): Promise<string[] | undefined> {
  const targets = new Set<string>()
  const wholeFiles = async (name: PythonName) => (await ask(name)).filter(({ range }) => range.start.line === 0 && range.start.character === 0 && range.end.line === 0).map(({ uri }) => relative(folder, fileURLToPath(uri)))
  const own = module === undefined ? undefined : await wholeFiles(module)
  for (const one of own ?? []) targets.add(one)
  // `from . import a`: the dots are the package's own file.
  if (module === undefined) {
    let at = posix.dirname(path)
    for (let up = 1; up < source.length; up += 1) at = posix.dirname(at)
    targets.add(posix.join(at, '__init__.py'))
  }
  for (const name of names) {
    for (const one of await wholeFiles(name)) if (posix.basename(one, posix.extname(one)) === name.text || posix.basename(posix.dirname(one)) === name.text) targets.add(one)
  }
  if (targets.size === 0) return source.startsWith('.') ? [] : undefined
  return [...targets].filter((one) => files.has(one))
}

/** Turns what the server points at into a place with a name. */
class Lines {
  readonly #folder: string
  readonly #texts = new Map<string, readonly string[]>()

  constructor(folder: string) {
    this.#folder = folder
  }

  place({ uri, range }: Location): Place | undefined {
    const file = fileURLToPath(uri)
    const path = relative(this.#folder, file)
    if (path.startsWith('..')) return undefined
    let lines = this.#texts.get(path)
    if (lines === undefined) this.#texts.set(path, (lines = readFileSync(file, 'utf8').split('\n')))
    const name = (lines[range.start.line] ?? '').slice(range.start.character, range.end.character)
    return name === '' ? undefined : { path, line: range.start.line + 1, name }
  }
}
