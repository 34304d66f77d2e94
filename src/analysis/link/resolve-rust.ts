import { posix } from 'node:path'
import type { ImportedName } from '../language.js'
import type { ImportResolver, RepositoryIndex } from './import-resolver.js'
import { splitList } from './split-list.js'

/**
 * `use a::{b, c as d, e::*}` bound name by name; `mod queue;` binds the file beside, `#[path = "a.rs"] mod queue;` the one that is named; a bare path (`crate::jobs::Job`) stands for the
 * module in it, which begins with a small letter.
 */
export function parseUse(text: string): ImportedName[] {
  const plain = text.replaceAll(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '').replaceAll(/\s+/g, ' ').trim()
  const module = /^((?:#\[[^\]]*\] ?)*)(?:pub(?: ?\([^)]*\))? )?mod (?:r#)?(\w+) ?;?$/.exec(plain)
  if (module !== null) return [{ source: /#\[path ?= ?"([^"]+\.rs)"\]/.exec(module[1] ?? '')?.[1] ?? `self::${module[2]}`, namespace: module[2] ?? '' }]
  const extern = /^(pub(?: ?\([^)]*\))? )?extern crate (\w+)(?: as (\w+))? ?;?$/.exec(plain)
  if (extern !== null) return [{ source: extern[2] ?? '', namespace: extern[3] ?? extern[2] ?? '', ...(extern[1] === undefined ? {} : ({ reexport: true } as const)) }]
  const use = /^(?:#\[[^\]]*\] ?)*(pub(?: ?\([^)]*\))? )?use (.*?) ?;?$/.exec(plain)
  if (use === null) return pathModule(plain)
  const reexport = use[1] === undefined ? {} : ({ reexport: true } as const)
  return useTree('', use[2] ?? '').map((one) => ({ ...one, ...reexport }))
}

function pathModule(path: string): ImportedName[] {
  const parts = path.replaceAll(/<.*>/g, '').split('::')
  while (parts.length > 0 && /^\p{Lu}/u.test(parts.at(-1) ?? '')) parts.pop()
  return parts.length < 2 ? [] : [{ source: parts.join('::'), namespace: parts.join('.') }]
}

function useTree(prefix: string, tree: string): ImportedName[] {
  const open = tree.indexOf('{')
  if (open >= 0) {
    const path = join(prefix, tree.slice(0, open).replace(/ ?:: ?$/, ''))
    return splitList(tree.slice(open + 1, tree.lastIndexOf('}'))).flatMap((one) => useTree(path, one))
  }
  const [whole = '', alias] = tree.split(/ as /)
  const path = join(prefix, whole.trim())
  const at = path.lastIndexOf('::')
  const [source, name] = at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 2)]
  if (name === '*') return [{ source, name: '*' }]
  if (name === '') return [{ source, namespace: alias?.trim() ?? source }]
  if (name === 'self') return [{ source, namespace: alias?.trim() ?? source.slice(source.lastIndexOf(':') + 1) }]
  return alias?.trim() === '_' ? [{ source, name }] : [{ source, name, local: alias?.trim() ?? name }]
}

const join = (prefix: string, path: string): string => (prefix === '' ? path : path === '' ? prefix : `${prefix}::${path}`).replaceAll(' ', '').replace(/^::/, '')

/** Modules are files below the crate's root, or where `#[path]` says; the crate's own name and those of its workspace stand for their roots. */
export const resolveRust: ImportResolver = ({ from, source, name }, index) => {
  if (source.endsWith('.rs')) return [posix.join(posix.dirname(from), source)].filter((path) => index.has(path))
  const parts = source.split('::')
  const start = startOf(parts[0] ?? '', from, index)
  if (start === undefined) return []
  const path = name === undefined || name === '*' ? parts.slice(1) : [...parts.slice(1), name]
  // `from a import b` means the module `a::b` where there is one, else what `a` defines.
  const whole = moduleFile(start, path, index)
  const own = name === undefined || name === '*' ? undefined : moduleFile(start, parts.slice(1), index)
  return [...new Set([whole, own].filter((one) => one !== undefined))]
}

/** A folder in which submodules lie, and the file that is the module itself. */
interface Module {
  readonly folder: string
  readonly file: string | undefined
}

function startOf(first: string, from: string, index: RepositoryIndex): Module | undefined {
  if (first === 'crate') return crateRoot(from, index)
  const own = moduleOf(from, index)
  if (first === 'self') return own
  if (first === 'super') return parentOf(own, index)
  const crate = crates(index).get(first)
  if (crate !== undefined) return rootOf(crate, index)
  // A module declared beside: `use queue::Job` after `mod queue;`.
  return moduleFile(own, [first], index) === undefined ? undefined : { folder: posix.join(own.folder, first), file: moduleFile(own, [first], index) }
}

const roots = /(^|\/)(lib|main|mod)\.rs$/

const moduleOf = (path: string, index: RepositoryIndex): Module => ({ folder: roots.test(path) || isTarget(path, index) ? posix.dirname(path) : path.replace(/\.rs$/, ''), file: path })

/** What Cargo builds by itself: named in a manifest, or directly in a folder for such files. */
const isTarget = (path: string, index: RepositoryIndex): boolean => targets(index).has(path)

function parentOf({ folder }: Module, index: RepositoryIndex): Module {
  const up = posix.dirname(folder)
  return { folder: up, file: [`${up}/mod.rs`, `${up}.rs`, `${up}/lib.rs`, `${up}/main.rs`].map((path) => posix.normalize(path)).find((path) => index.has(path)) }
}

function moduleFile(start: Module, path: readonly string[], index: RepositoryIndex): string | undefined {
  if (path.length === 0) return start.file
  if (path[0] === 'super') return moduleFile(parentOf(start, index), path.slice(1), index)
  const below = posix.join(start.folder, ...path)
  return [`${below}.rs`, `${below}/mod.rs`].find((candidate) => index.has(candidate))
}

/** The nearest `src` with a root, or the file's own folder for tests, examples and binaries. */
function crateRoot(from: string, index: RepositoryIndex): Module {
  for (let folder = posix.dirname(from); ; folder = posix.dirname(folder)) {
    const found = rootOf(folder, index)
    if (found.file !== undefined) return found
    if (targetFolders(index).has(folder)) return { folder, file: isTarget(from, index) ? from : targetFolders(index).get(folder) }
    if (folder === '.' || folder === '/') return moduleOf(from, index)
  }
}

function rootOf(folder: string, index: RepositoryIndex): Module {
  const file = ['lib.rs', 'main.rs', 'src/lib.rs', 'src/main.rs'].map((name) => posix.join(folder, name)).find((path) => index.has(path))
  return { folder: file === undefined ? folder : posix.dirname(file), file }
}

const knownTargets = new WeakMap<RepositoryIndex, ReadonlySet<string>>()

/** Roots of crates that do not bear the name of one: tests, examples, benchmarks, binaries. */
function targets(index: RepositoryIndex): ReadonlySet<string> {
  let found = knownTargets.get(index)
  if (found === undefined) {
    const all = index.manifests('Cargo.toml').flatMap((path) => {
      const folder = posix.dirname(path)
      const named = [...(index.manifest(path) ?? '').matchAll(/^path\s*=\s*"([^"]+\.rs)"/gm)].map(([, file = '']) => posix.join(folder, file))
      const usual = named.some((file) => file.includes('/tests/') || file.startsWith('tests/')) ? ['examples', 'benches', 'src/bin'] : ['tests', 'examples', 'benches', 'src/bin']
      return [...named, ...usual.flatMap((one) => index.filesIn(posix.join(folder, one)).filter((file) => file.endsWith('.rs')))]
    })
    knownTargets.set(index, (found = new Set(all.filter((path) => index.has(path)))))
  }
  return found
}

const knownFolders = new WeakMap<RepositoryIndex, ReadonlyMap<string, string>>()

/** Folders of such roots, with the one root that they hold. */
function targetFolders(index: RepositoryIndex): ReadonlyMap<string, string> {
  let found = knownFolders.get(index)
  if (found === undefined) knownFolders.set(index, (found = new Map([...targets(index)].map((path) => [posix.dirname(path), path] as const))))
  return found
}

const known = new WeakMap<RepositoryIndex, ReadonlyMap<string, string>>()

/** Folders of the crates of this repository by the name that code uses. */
function crates(index: RepositoryIndex): ReadonlyMap<string, string> {
  let found = known.get(index)
  if (found === undefined) {
    found = new Map(
      index.manifests('Cargo.toml').flatMap((path) => {
        const name = /^\[(?:package|lib)\][^[]*?^name\s*=\s*"([^"]+)"/ms.exec(index.manifest(path) ?? '')?.[1]
        return name === undefined ? [] : [[name.replaceAll('-', '_'), posix.dirname(path)] as const]
      }),
    )
    known.set(index, found)
  }
  return found
}
