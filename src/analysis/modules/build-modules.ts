import { posix } from 'node:path'
import type { ModuleNode, SourceFile } from '../code-map.js'
import { splitFlat, type Affinity } from './split-flat.js'
import { displayName, SlugBook } from './module-names.js'

export interface ModuleInput {
  /** Source files only. */
  readonly files: readonly SourceFile[]
  /** Folders with a workspace manifest: never merged away. */
  readonly workspaces: ReadonlyMap<string, string | undefined>
  readonly affinity: Affinity
  readonly projectName: string
}

interface Folder {
  readonly path: string
  readonly files: SourceFile[]
  readonly children: Map<string, Folder>
}

const maxDepth = 3
const maxTopChildren = 20
const maxChildren = 9
/** A part with fewer lines than this stays with its parent; scaled with the repository. */
const minimumLines = (total: number) => Math.min(800, Math.max(60, total / 60))
/** A part with more lines or files than this is split. */
const leafLines = (total: number) => Math.min(8_000, Math.max(1_500, total / 20))
const leafFiles = 30
/** Folder names that say nothing: the folder they lead to gives the name. */
const generic = new Set(['src', 'lib', 'main', 'java', 'com', 'org', 'net', 'io', 'source', 'packages', 'pkg'])
/** A folder that holds nearly everything of its parent is not worth a level. */
const dominantShare = 0.85

/** A deterministic hierarchy: folders first, flat ones by affinity, workspaces never merged away. Every file is in exactly one node. */
export function buildModules(input: ModuleInput): ModuleNode {
  const slugs = new SlugBook()
  const total = sum(input.files)
  const root = toTree(input.files)
  const collapsed = collapse(root, input)
  const { files, children } = divide(collapsed, 1, total, input, slugs)
  return { id: 'overview', name: input.projectName, path: '', files: paths(files), children }
}

function divide(folder: Folder, depth: number, total: number, input: ModuleInput, slugs: SlugBook): { files: SourceFile[]; children: ModuleNode[] } {
  const all = everyFile(folder)
  const small = sum(all) <= leafLines(total) && all.length <= leafFiles
  if (depth > maxDepth || (depth > 1 && small)) return { files: all, children: [] }
  const { kept, loose } = chooseChildren(folder, depth, total, input)
  const children = kept.map((child) => toNode(collapse(child, input), child, depth, total, input, slugs))
  if (sum(loose) <= leafLines(total) && loose.length <= leafFiles) return { files: loose, children }
  const { groups, rest } = splitFlat(loose, input.affinity, Math.max(2, (depth === 1 ? maxTopChildren : maxChildren) - children.length))
  const grouped = groups.map((group): ModuleNode => {
    return { id: slugs.take(group.name, folder.path), name: displayName(group.name), path: undefined, files: paths(group.files), children: [] }
  })
  return { files: rest, children: [...children, ...grouped] }
}

function toNode(folder: Folder, named: Folder, depth: number, total: number, input: ModuleInput, slugs: SlugBook): ModuleNode {
  const declared = input.workspaces.get(named.path)
  const told = posix.basename(named.path)
  const base = declared ?? (generic.has(told) ? posix.basename(folder.path) : told)
  const id = slugs.take(base, posix.dirname(named.path))
  const { files, children } = divide(folder, depth + 1, total, input, slugs)
  return { id, name: displayName(base), path: named.path, files: paths(files), children }
}

/** Which sub-folders become modules; the files of the others stay with the parent. */
function chooseChildren(folder: Folder, depth: number, total: number, input: ModuleInput): { kept: Folder[]; loose: SourceFile[] } {
  const limit = depth === 1 ? maxTopChildren : maxChildren
  const ranked = [...folder.children.values()].sort((a, b) => sum(everyFile(b)) - sum(everyFile(a)) || (a.path < b.path ? -1 : 1))
  const isWorkspace = (child: Folder) => [...input.workspaces.keys()].some((path) => path === child.path || path.startsWith(`${child.path}/`))
  const kept = ranked.filter((child, at) => isWorkspace(child) || (at < limit && sum(everyFile(child)) >= minimumLines(total)))
  const loose = [...folder.files, ...ranked.filter((child) => !kept.includes(child)).flatMap(everyFile)]
  return { kept: kept.sort((a, b) => (a.path < b.path ? -1 : 1)), loose }
}

/** Skips levels that hold a single folder, or nearly everything in one. */
function collapse(folder: Folder, input: ModuleInput): Folder {
  const all = sum(everyFile(folder))
  for (const child of folder.children.values()) {
    const dominant = folder.children.size === 1 ? folder.files.length === 0 || sum(everyFile(child)) >= all * dominantShare : sum(everyFile(child)) >= all * dominantShare
    if (!dominant || input.workspaces.has(child.path)) continue
    const inner = collapse(child, input)
    const others = [...folder.children.values()].filter((other) => other !== child)
    const children = new Map([...inner.children, ...others.map((other) => [other.path, other] as const)])
    return { path: inner.path, files: [...folder.files, ...inner.files], children }
  }
  return folder
}

function toTree(files: readonly SourceFile[]): Folder {
  const root: Folder = { path: '', files: [], children: new Map() }
  for (const file of files) {
    let at = root
    for (const part of posix.dirname(file.path).split('/').filter((one) => one !== '.')) {
      const path = at.path === '' ? part : `${at.path}/${part}`
      let next = at.children.get(path)
      if (next === undefined) at.children.set(path, (next = { path, files: [], children: new Map() }))
      at = next
    }
    at.files.push(file)
  }
  return root
}

const everyFile = (folder: Folder): SourceFile[] => [...folder.files, ...[...folder.children.values()].flatMap(everyFile)]
const sum = (files: readonly SourceFile[]): number => files.reduce((total, file) => total + file.lines, 0)
const paths = (files: readonly SourceFile[]): string[] => files.map((file) => file.path).sort()
