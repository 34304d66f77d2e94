import { posix } from 'node:path'
import type { ImportResolver, RepositoryIndex } from './import-resolver.js'
import { ownImport, workspaceFile } from './javascript-packages.js'

const extensions = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json']

/** Relative paths, tsconfig `paths` and `baseUrl`, workspace packages by name, a package's own `imports`. */
export const resolveJavascript: ImportResolver = ({ from, source }, index) => {
  if (source.startsWith('.')) return some(file(posix.join(posix.dirname(from), source), index))
  const pathOf = (path: string) => file(path, index)
  return some(byTsconfig(from, source, index) ?? (source.startsWith('#') ? ownImport(from, source, index, pathOf) : workspaceFile(source, index, pathOf)))
}

const some = (path: string | undefined): string[] => (path === undefined ? [] : [path])

function file(path: string, index: RepositoryIndex): string | undefined {
  const clean = path.replace(/\/$/, '')
  if (index.has(clean)) return clean
  const bare = clean.replace(/\.([cm]?)jsx?$/, '')
  const typed = clean === bare ? [] : ['.ts', '.tsx', '.mts', '.cts', '.d.ts'].map((extension) => bare + extension)
  const tried = [...typed, ...extensions.map((extension) => clean + extension), ...extensions.map((extension) => `${clean}/index${extension}`)]
  return tried.find((candidate) => index.has(candidate))
}

interface Tsconfig {
  readonly baseUrl?: string
  readonly paths?: Readonly<Record<string, readonly string[]>>
}

const tsconfigs = new WeakMap<RepositoryIndex, { folder: string; config: Tsconfig }[]>()

function byTsconfig(from: string, source: string, index: RepositoryIndex): string | undefined {
  let known = tsconfigs.get(index)
  if (known === undefined) tsconfigs.set(index, (known = readTsconfigs(index)))
  for (const { folder, config } of known) {
    if (folder !== '' && !from.startsWith(`${folder}/`)) continue
    const base = posix.join(folder, config.baseUrl ?? '.')
    for (const [pattern, targets] of Object.entries(config.paths ?? {})) {
      const [head = '', tail] = pattern.split('*')
      const fits = tail === undefined ? source === pattern : source.startsWith(head) && source.endsWith(tail)
      if (!fits) continue
      const star = tail === undefined ? '' : source.slice(head.length, source.length - tail.length)
      for (const target of targets) {
        const found = file(posix.join(base, target.replace('*', star)), index)
        if (found !== undefined) return found
      }
    }
    if (config.baseUrl !== undefined) {
      const found = file(posix.join(base, source), index)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** The nearest configuration first. Comments and trailing commas are allowed there. */
function readTsconfigs(index: RepositoryIndex): { folder: string; config: Tsconfig }[] {
  const paths = [...index.manifests('tsconfig.json'), ...index.manifests('jsconfig.json')]
  const read = paths.flatMap((path) => {
    const options = parseLoosely(index.manifest(path) ?? '')
    return options === undefined ? [] : [{ folder: posix.dirname(path) === '.' ? '' : posix.dirname(path), config: options }]
  })
  return read.sort((a, b) => b.folder.length - a.folder.length)
}

function parseLoosely(text: string): Tsconfig | undefined {
  const plain = text.replaceAll(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, string: string | undefined) => string ?? '').replaceAll(/,(\s*[}\]])/g, '$1')
  try {
    const parsed = JSON.parse(plain) as { compilerOptions?: Tsconfig }
    const { baseUrl, paths } = parsed.compilerOptions ?? {}
    return { ...(typeof baseUrl === 'string' ? { baseUrl } : {}), ...(paths === undefined ? {} : { paths }) }
  } catch {
    return undefined
  }
}
