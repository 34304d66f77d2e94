import { posix } from 'node:path'
import type { ModuleNode, SourceFile } from '../code-map.js'
import { buildModules, divideAlone, isSmall, mostChildren, pagesFilled, type ModuleInput } from './build-modules.js'
import { SlugBook } from './module-names.js'
import { homeOf, placeFiles, type Place } from './place-files.js'

/** The modules of an earlier commit, as they were found or kept then. */
export interface FormerModules {
  /** The commit they come from. Undefined: from nobody; the same commit was divided before, and is not to be divided otherwise. */
  readonly commit: string | undefined
  readonly modules: ModuleNode
}

interface Kept extends Place {
  readonly name: string
  readonly formerSlugs: readonly string[]
  /** Nearest folder that a module stands for, its own or one around it. */
  readonly folder: string
  /** The top's is 0. */
  readonly depth: number
  /** Of its own that are still there. */
  readonly left: number
  /** With those of its children, how much is gone: such a module is another one. */
  readonly hasLostMuch: boolean
  /** None where much was lost: all files are its own then, and are divided anew. */
  readonly children: Kept[]
}

interface Work {
  readonly input: ModuleInput
  readonly now: ReadonlyMap<string, SourceFile>
  readonly slugs: SlugBook
}

/** A module that lost more than this share of its files, and more than a few, is another one. */
const muchLost = 0.2
const few = 2
/** More new files than this share of the old ones: the repository is another one. */
const muchAdded = 0.5
/** A module that grew is split when it fills so many pages: later than at first, so that it does not happen with every file. */
const pagesBeforeSplit = 2

/**
 * The former modules with what is still there; new files join the one that holds their kin, new folders become modules as they would at
 * first. What lost or gained much is divided anew, alone; undefined when that is true of the whole. While no file comes or goes,
 * nothing changes, whatever is in the files.
 */
export function keepModules(former: ModuleNode, input: ModuleInput): ModuleNode | undefined {
  const now = new Map(input.files.map((file) => [file.path, file]))
  const held = new Set(filesBelow(former))
  const added = input.files.filter(({ path }) => !held.has(path))
  const gone = [...held].filter((path) => !now.has(path)).length
  const name = input.projectName
  if (added.length === 0 && gone === 0) return { ...former, name }
  const isOnePage = former.children.length === 0
  if (isMuch(gone, held.size, muchLost) || isMuch(added.length, held.size, muchAdded) || (isOnePage && added.length > 0)) return undefined
  const root = toKept(former, { folder: '', depth: 0 }, now)
  // Also of modules whose files are all gone: their address is not given to another at once.
  const work: Work = { input, now, slugs: new SlugBook(everyKept(root).flatMap(({ id, formerSlugs }) => [id, ...formerSlugs])) }
  const grafted = new Set(added.length === 0 ? [] : graftNewModules(root, new Set(added.map(({ path }) => path)), work))
  placeFiles(added.filter(({ path }) => !grafted.has(path)), root, input.affinity)
  return { ...settle(root, work), name }
}

const isMuch = (count: number, of: number, share: number): boolean => count > few && count > of * share
const filesBelow = (node: { readonly files: readonly string[]; readonly children: readonly ModuleNode[] }): string[] => [...node.files, ...node.children.flatMap(filesBelow)]
const everyKept = (node: Kept): Kept[] => [node, ...node.children.flatMap(everyKept)]

function toKept(node: ModuleNode, around: Pick<Kept, 'folder' | 'depth'>, now: ReadonlyMap<string, SourceFile>): Kept {
  const { id, name, path, formerSlugs = [] } = node
  const folder = path ?? around.folder
  const all = filesBelow(node)
  const isThere = (file: string) => now.has(file)
  const hasLostMuch = around.depth > 0 && isMuch(all.filter((file) => !isThere(file)).length, all.length, muchLost)
  const files = (hasLostMuch ? all : node.files).filter(isThere)
  const children = hasLostMuch ? [] : node.children.map((child) => toKept(child, { folder, depth: around.depth + 1 }, now))
  return { id, name, path, formerSlugs, folder, depth: around.depth, left: files.length, hasLostMuch, files, children }
}

/** Modules that a division of the whole would make of new files alone hang where their folder does. Returns their files. */
function graftNewModules(root: Kept, added: ReadonlySet<string>, work: Work): string[] {
  const graft = (node: ModuleNode): string[] => {
    const files = filesBelow(node)
    const home = homeOf(`${node.path ?? commonFolder(files)}/`, root, everyKept(root))
    const isNew = files.length > 0 && files.every((file) => added.has(file)) && (node.path === undefined || home.path !== node.path)
    if (!isNew || home.hasLostMuch || home.children.length >= mostChildren(home.depth + 1)) return node.children.flatMap(graft)
    home.children.push(toKept(withFreeIds(node, home.folder, work.slugs), { folder: home.folder, depth: home.depth + 1 }, work.now))
    return files
  }
  return buildModules(work.input).children.flatMap(graft)
}

function commonFolder([first = '', ...others]: readonly string[]): string {
  let folder = posix.dirname(first)
  while (folder !== '.' && !others.every((path) => path.startsWith(`${folder}/`))) folder = posix.dirname(folder)
  return folder
}

function withFreeIds(node: ModuleNode, around: string, slugs: SlugBook): ModuleNode {
  const id = slugs.take(node.id, around)
  return { ...node, id, children: node.children.map((child) => withFreeIds(child, node.path ?? around, slugs)) }
}

function settle(node: Kept, work: Work): ModuleNode {
  const { id, name, path, formerSlugs } = node
  const own = [...node.files]
  const children: ModuleNode[] = []
  for (const child of node.children) {
    const settled = settle(child, work)
    const files = filesBelow(settled)
    if (child.hasLostMuch && isSmall(known(files, work), work.input)) own.push(...files)
    else if (files.length > 0) children.push(settled)
  }
  const again = divideAgain(node, { own, taken: children.length }, work)
  const settled = { id, name, path, files: [...(again?.files ?? own)].sort(), children: inOrder([...children, ...(again?.children ?? [])]) }
  return formerSlugs.length === 0 ? settled : { ...settled, formerSlugs }
}

/** What is left of a module that lost much, and what has gathered in one over time. `taken`: children that it has. */
function divideAgain(node: Kept, { own, taken }: { readonly own: readonly string[]; readonly taken: number }, work: Work): Pick<ModuleNode, 'files' | 'children'> | undefined {
  const files = known(own, work)
  const hasGrown = own.length > node.left && taken + 1 < mostChildren(node.depth + 1) && pagesFilled(files, work.input) > pagesBeforeSplit
  return hasGrown || node.hasLostMuch ? divideAlone({ files, folder: node.folder, depth: node.depth + 1 }, work.input, work.slugs) : undefined
}

const known = (paths: readonly string[], { now }: Work): SourceFile[] => paths.flatMap((path) => now.get(path) ?? [])

/** As a division orders them: folders by path, then groups. */
export function inOrder(children: readonly ModuleNode[]): ModuleNode[] {
  const folders = children.flatMap((child) => (child.path === undefined ? [] : { child, path: child.path }))
  return [...folders.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ child }) => child), ...children.filter(({ path }) => path === undefined)]
}
