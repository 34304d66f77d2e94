import { posix } from 'node:path'
import type { ModuleNode, SourceFile } from '../code-map.js'
import { splitFlat, steady, type Affinity, type Group, type SplitLimits } from './split-flat.js'
import { displayName, SlugBook, withinSentence, withVersion, workspaceName } from './module-names.js'

export interface ModuleInput {
  /** Source files only. */
  readonly files: readonly SourceFile[]
  /** Folders with a workspace manifest: never merged away. */
  readonly workspaces: ReadonlyMap<string, string | undefined>
  readonly affinity: Affinity
  /** How many other files use a file. */
  readonly users: (path: string) => number
  readonly projectName: string
  /** False for a language that is counted but not taken apart: its files get no modules of their own below a folder's. */
  readonly isTakenApart: (file: SourceFile) => boolean
  /** `TypeScript`, of a language id. */
  readonly languageLabel: (language: string) => string | undefined
}

interface Folder {
  readonly path: string
  readonly files: SourceFile[]
  readonly children: Map<string, Folder>
}

const maxDepth = 3
/** Modules may hang so far below the top, which is at 0. */
export const deepestLevel = maxDepth + 1
const maxTopChildren = 20
const maxChildren = 9
/** A part with fewer lines than this stays with its parent; scaled with the repository. */
const minimumLines = (total: number) => Math.min(800, Math.max(60, steady(total) / 60))
/** A part with more lines or files than this is split. */
const leafLines = (total: number) => Math.min(8_000, Math.max(1_500, steady(total) / 20))
const leafFiles = 30
/** Folder names that say nothing: the folder they lead to gives the name. */
const generic = new Set(['src', 'lib', 'main', 'java', 'com', 'org', 'net', 'io', 'source', 'packages', 'pkg'])
/** A folder that holds nearly everything of its parent is not worth a level. */
const dominantShare = 0.85

/** What the size of a module hangs on. */
export type Measured = Pick<ModuleInput, 'files' | 'isTakenApart'>

interface Measure {
  readonly input: Pick<ModuleInput, 'isTakenApart'>
  readonly total: number
}

interface Division extends Measure {
  readonly input: ModuleInput
  readonly slugs: SlugBook
}

/** A deterministic hierarchy: folders first, flat ones by affinity, workspaces never merged away. Every file is in exactly one node. */
export function buildModules(input: ModuleInput): ModuleNode {
  return { id: 'overview', name: input.projectName, path: '', ...divideAlone({ files: input.files, folder: '', depth: 1 }, input, new SlugBook()) }
}

/** A part of the repository that is divided for itself: `depth` is that of its children, the top's is 1. */
interface Part {
  readonly files: readonly SourceFile[]
  /** All of the files are below it. */
  readonly folder: string
  readonly depth: number
}

/** One module's files, as the whole is divided. Addresses come from the book. */
export function divideAlone({ files, folder, depth }: Part, input: ModuleInput, slugs: SlugBook): Pick<ModuleNode, 'files' | 'children'> {
  const { files: own, children } = divide(collapse(toTree(files, folder), input), depth, divisionOf(input, slugs))
  return { files: paths(own), children }
}

/** How often the files would fill a page that is as large as a page may be. */
export const pagesFilled = (files: readonly SourceFile[], input: Measured): number => sizeOf(files, measureOf(input))

/** True of files that are too few lines for a page of their own. */
export const isSmall = (files: readonly SourceFile[], input: Measured): boolean => sum(files) < minimumLines(measureOf(input).total)

/** How many children a module may have at a depth. */
export const mostChildren = (depth: number): number => (depth === 1 ? maxTopChildren : maxChildren)

const measureOf = <Input extends Measured>(input: Input): Measure & { readonly input: Input } => ({ input, total: sum(input.files.filter(input.isTakenApart)) || sum(input.files) })
const divisionOf = (input: ModuleInput, slugs: SlugBook): Division => ({ ...measureOf(input), slugs })

/** Names of a level are given out before those of the levels below, so that what stands higher has the plainer address. */
function divide(folder: Folder, depth: number, division: Division): { files: SourceFile[]; children: ModuleNode[] } {
  const { input, slugs } = division
  const all = everyFile(folder)
  const size = sizeOf(all, division)
  if ((depth > maxDepth && size <= 2) || (depth > 1 && size <= 1) || depth > deepestLevel) return { files: all, children: [] }
  const { kept, loose } = chooseChildren(folder, depth, division)
  const named = kept.map((child) => ({ ...nameFolder(child, folder, division), child }))
  const own = loose.filter(input.isTakenApart)
  const split = sizeOf(own, division) > 1 ? splitFlat(own, folder.path, input.affinity, limitsAt(depth, kept.length, division)) : { groups: [], rest: own }
  // One group beside nothing is the folder itself.
  if (kept.length === 0 && split.groups.length < 2) return { files: all, children: [] }
  const groups = split.groups.map((group) => ({ group, id: slugs.take(group.name, folder.path) }))
  return {
    files: [...split.rest, ...loose.filter((file) => !input.isTakenApart(file))],
    children: [
      ...named.map(({ child, inner, id, name }): ModuleNode => {
        const { files, children } = divide(inner, depth + 1, division)
        return { id, name, path: child.path, files: paths(files), children }
      }),
      ...groups.map(({ group, id }) => toGroup(group, id, folder.path, depth + 1, division)),
    ],
  }
}

/** A group that was found inside a folder is split once more when it is far too large for a page. */
function toGroup(group: Group, id: string, folder: string, depth: number, division: Division): ModuleNode {
  const node = { id, name: group.name.split(', ').map(displayPair).join(', '), path: undefined }
  if (depth > maxDepth || sizeOf(group.files, division) <= 1.6) return { ...node, files: paths(group.files), children: [] }
  const { groups, rest } = splitFlat(group.files, folder, division.input.affinity, limitsAt(depth, 0, division))
  const children = groups.length < 2 ? [] : groups.map((inner): ModuleNode => {
    return { id: division.slugs.take(inner.name, folder), name: inner.name.split(', ').map(displayPair).join(', '), path: undefined, files: paths(inner.files), children: [] }
  })
  return { ...node, files: paths(children.length === 0 ? group.files : rest), children }
}

/** `rax and t_stream` → `Rax and stream`. */
function displayPair(name: string, at: number): string {
  const told = name.split(' and ').map(displayName)
  return told.map((word, position) => (at === 0 && position === 0 ? word : withinSentence(word))).join(' and ')
}

function limitsAt(depth: number, taken: number, { input, total }: Division): SplitLimits {
  return { most: Math.max(2, mostChildren(depth) - taken), groupLines: leafLines(total), alone: minimumLines(total), project: input.projectName, users: input.users }
}

function nameFolder(child: Folder, parent: Folder, { input, slugs }: Division): { inner: Folder; id: string; name: string } {
  const inner = collapse(child, input)
  const told = posix.basename(child.path)
  const plain = generic.has(told) && !generic.has(posix.basename(inner.path)) ? posix.basename(inner.path) : told
  const base = withVersion(input.workspaces.has(child.path) ? workspaceName(told, input.workspaces.get(child.path)) : plain, posix.basename(parent.path))
  const name = told === 'src' && base === 'src' ? nameOfSources(child, input) : displayName(base)
  return { inner, id: slugs.take(base, posix.dirname(child.path)), name }
}

/** Beside parts in other languages, `src` is the part in its own. */
function nameOfSources(child: Folder, input: ModuleInput): string {
  const lines = new Map<string, number>()
  for (const file of everyFile(child)) if (file.language !== undefined) lines.set(file.language, (lines.get(file.language) ?? 0) + file.lines)
  const [main] = [...lines].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const others = input.files.filter((file) => !file.path.startsWith(`${child.path}/`) && [...input.workspaces.keys()].some((path) => file.path.startsWith(`${path}/`)))
  const isOneOfMany = main !== undefined && others.length > 0 && others.every((file) => file.language !== main[0])
  return (isOneOfMany ? input.languageLabel(main[0]) : undefined) ?? displayName('src')
}

function sizeOf(files: readonly SourceFile[], { input, total }: Measure): number {
  const told = files.filter(input.isTakenApart)
  return Math.max(sum(told) / leafLines(total), told.length / leafFiles)
}

/** Which sub-folders become modules; the files of the others stay with the parent. */
function chooseChildren(folder: Folder, depth: number, { input, total }: Division): { kept: Folder[]; loose: SourceFile[] } {
  const limit = mostChildren(depth)
  const lines = (child: Folder) => sum(depth === 1 ? everyFile(child) : everyFile(child).filter(input.isTakenApart))
  const ranked = [...folder.children.values()].sort((a, b) => lines(b) - lines(a) || (a.path < b.path ? -1 : 1))
  const isWorkspace = (child: Folder) => [...input.workspaces.keys()].some((path) => path === child.path || path.startsWith(`${child.path}/`))
  const kept = ranked.filter((child, at) => isWorkspace(child) || (at < limit && lines(child) >= minimumLines(total)))
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

function toTree(files: readonly SourceFile[], folder: string): Folder {
  const root: Folder = { path: folder, files: [], children: new Map() }
  for (const file of files) {
    let at = root
    for (const part of posix.dirname(file.path).slice(folder.length).split('/').filter((one) => one !== '' && one !== '.')) {
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
