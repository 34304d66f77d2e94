import type { CodeMap, ModuleNode, SourceFile } from '../code-map.js'
import { languageOf } from '../languages/registry.js'
import { deepestLevel, isSmall, pagesFilled, type Measured } from './build-modules.js'
import { fileTies } from './file-ties.js'
import { inOrder } from './keep-modules.js'
import { isPlainName, SlugBook, withinSentence } from './module-names.js'
import { placeFiles, type Place } from './place-files.js'
import type { Affinity } from './split-flat.js'

/** What somebody would divide otherwise. Nothing of it is trusted: each part is held against the bounds of a tree. */
export interface Redivision {
  readonly merge: readonly { readonly ids: readonly string[] }[]
  readonly split: readonly Split[]
}

interface Split {
  readonly id: string
  /** By path. Files that no group names join the one they have most to do with. */
  readonly groups: readonly { readonly title: string; readonly files: readonly string[] }[]
}

export interface Redivided {
  readonly modules: ModuleNode
  /** A sentence for each change, and for each that a bound forbids. */
  readonly done: readonly string[]
  readonly refused: readonly string[]
}

export interface RedivideInput extends Measured {
  readonly affinity: Affinity
  /** Addresses of further pages that hang on a module's own files. */
  readonly pagesBeside: (id: string) => readonly string[]
}

const fewestLeft = 3
const [fewestGroups, mostGroups] = [2, 12]
/** A leaf is worth a split from here on: of a page that is as large as a page may be, and in files. */
const [splitFrom, fewestFiles] = [0.5, 4]
/** A group holds more than this share of the lines. */
const leastShare = 0.05
/** A split that leaves more files than this share to chance divides nothing. */
const leastNamed = 0.5

/** As the division measured its modules. */
export function measured({ files, modules }: Pick<CodeMap, 'files' | 'modules'>): Measured {
  const held = new Set(filesBelow(modules))
  return { files: files.filter(({ path }) => held.has(path)), isTakenApart: (file) => languageOf(file.language) !== undefined }
}

export function redivideCode(code: CodeMap, wanted: Redivision, pagesBeside: RedivideInput['pagesBeside']): Redivided {
  const { affinity } = fileTies(code.references, code.imports, code.components)
  return redivide(code.modules, wanted, { ...measured(code), affinity, pagesBeside })
}

/** Whether a module is a leaf that may be split. */
export function isSplittable({ files, children }: ModuleNode, input: Measured): boolean {
  return children.length === 0 && files.length >= fewestFiles && pagesFilled(known(files, input), input) > splitFrom
}

/** Whether one module more or less below a parent could be. */
export const isMergeable = ({ children }: ModuleNode): boolean => children.length > fewestLeft && children.filter(isLeaf).length > 1

/**
 * The tree with what was wanted, as far as its bounds allow: one proposal after the other, merges first, each as a whole or not at all.
 * A merged module keeps the address of its largest part, a split one its own, above its groups; all others stay as they are. Every file
 * stays in exactly one module.
 */
export function redivide(root: ModuleNode, wanted: Redivision, input: RedivideInput): Redivided {
  let modules = root
  const [done, refused, claimed]: [string[], string[], Set<string>] = [[], [], new Set()]
  const take = (ids: readonly string[], change: (tree: ModuleNode) => Change | string): void => {
    const changed = ids.some((id) => claimed.has(id)) ? 'A module was to be changed twice.' : change(modules)
    if (typeof changed === 'string') {
      refused.push(changed)
      return
    }
    modules = changed.modules
    done.push(changed.told)
    for (const id of ids) claimed.add(id)
  }
  for (const { ids } of wanted.merge) take(ids, (tree) => merge(tree, ids, input))
  for (const split of wanted.split) take([split.id], (tree) => splitLeaf(tree, split, input))
  return { modules, done, refused }
}

interface Change {
  readonly modules: ModuleNode
  readonly told: string
}

function merge(root: ModuleNode, ids: readonly string[], input: RedivideInput): Change | string {
  const wanted = new Set(ids)
  if (wanted.size !== ids.length || wanted.size < 2) return 'A merge did not name two modules or more.'
  const parent = everyNode(root).find(({ children }) => children.some(({ id }) => wanted.has(id)))
  const parts = parent?.children.filter(({ id }) => wanted.has(id)) ?? []
  if (parent === undefined || parts.length !== wanted.size) return 'A merge named modules that do not stand beside each other.'
  const names = listed(parts.map(({ name }) => name))
  if (!parts.every(isLeaf)) return `${names} stay apart: one of them has modules of its own.`
  if (parent.children.length - parts.length + 1 < fewestLeft) return `${names} stay apart: ${parent.name} would be left with too few modules.`
  const files = parts.flatMap((part) => part.files).sort()
  if (pagesFilled(known(files, input), input) > 1) return `${names} stay apart: together they are more than a page holds.`
  const bySize = [...parts].sort((a, b) => linesOf(b, input) - linesOf(a, input) || (a.id < b.id ? -1 : 1))
  const [largest, ...others] = bySize
  if (largest === undefined) return 'A merge named nothing.'
  const gone = others.flatMap(({ id, formerSlugs = [] }) => [id, ...input.pagesBeside(id), ...formerSlugs])
  const whole: ModuleNode = { id: largest.id, name: joinedName(bySize), path: undefined, files, children: [], formerSlugs: distinct([...(largest.formerSlugs ?? []), ...gone]) }
  const left = parent.children.filter(({ id }) => !wanted.has(id))
  return { modules: replaced(root, { ...parent, children: inOrder([...left, whole]) }), told: `${names} are one module.` }
}

function splitLeaf(root: ModuleNode, { id, groups }: Split, input: RedivideInput): Change | string {
  const place = placeOf(root, id, { folder: '', level: 0 })
  if (place === undefined || place.level === 0) return 'A split named a module that there is not.'
  const { node, folder, level } = place
  const stays = (why: string) => `${node.name} stays whole: ${why}.`
  if (!isSplittable(node, input)) return stays('it has modules already, or is too small')
  if (level >= deepestLevel) return stays('it stands too deep in the tree')
  if (groups.length < fewestGroups || groups.length > mostGroups) return stays(`it was to have ${groups.length} parts`)
  const titles = groups.map(({ title }) => title.trim())
  if (!titles.every(isPlainName) || new Set([node.name, ...titles].map((title) => title.toLowerCase())).size <= titles.length) return stays('its parts were not given names of their own')
  const named = groups.flatMap(({ files }) => files)
  const own = new Set(node.files)
  if (new Set(named).size !== named.length || !named.every((path) => own.has(path))) return stays('a file was named twice, or is not one of its own')
  if (named.length < own.size * leastNamed) return stays('most of its files were not named')
  const parts = withTheRest(node, groups, input.affinity)
  const least = linesOf(node, input) * leastShare
  if (parts.some((files) => isSmall(known(files, input), input) || linesIn(files, input) <= least)) return stays('one of its parts is too small for a page')
  const book = new SlugBook(everyNode(root).flatMap((one) => [one.id, ...(one.formerSlugs ?? []), ...input.pagesBeside(one.id)]))
  const inTitleOrder = parts.map((files, at) => ({ name: titles[at] ?? '', files })).sort((a, b) => (a.name < b.name ? -1 : 1))
  const children = inTitleOrder.map(({ name, files }): ModuleNode => ({ id: book.take(name, folder), name, path: undefined, files, children: [] }))
  const formerSlugs = distinct([...(node.formerSlugs ?? []), ...input.pagesBeside(id)])
  const split: ModuleNode = { id, name: node.name, path: node.path, files: [], children, ...(formerSlugs.length === 0 ? {} : { formerSlugs }) }
  return { modules: replaced(root, split), told: `${node.name} is split into ${listed(children.map(({ name }) => name))}.` }
}

/** What no group names joins the one it has most to do with; what has to do with none, the largest. */
function withTheRest(node: ModuleNode, groups: Split['groups'], affinity: Affinity): readonly string[][] {
  const places = groups.map(({ title, files }): Place => ({ id: title, path: undefined, files: [...files], children: [] }))
  const named = new Set(places.flatMap(({ files }) => files))
  const [largest] = [...places].sort((a, b) => b.files.length - a.files.length)
  const nobodys: Place = { id: node.id, path: node.path, files: [], children: places }
  placeFiles(node.files.filter((path) => !named.has(path)).map((path) => ({ path })), nobodys, affinity)
  largest?.files.push(...nobodys.files)
  return places.map(({ files }) => files.sort())
}

interface Found {
  readonly node: ModuleNode
  /** Nearest folder that a module stands for, its own or one around it. */
  readonly folder: string
  readonly level: number
}

function placeOf(node: ModuleNode, id: string, around: Omit<Found, 'node'>): Found | undefined {
  const folder = node.path ?? around.folder
  if (node.id === id) return { node, folder, level: around.level }
  for (const child of node.children) {
    const found = placeOf(child, id, { folder, level: around.level + 1 })
    if (found !== undefined) return found
  }
  return undefined
}

/** `Queue and transport`, the largest first; of many, two. */
function joinedName(parts: readonly ModuleNode[]): string {
  const names = parts.map(({ name }, at) => (at === 0 ? name : withinSentence(name)))
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and more` : listed(names)
}

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`)
const distinct = (slugs: readonly string[]): string[] => [...new Set(slugs)].sort()
const isLeaf = ({ children }: ModuleNode): boolean => children.length === 0
const everyNode = (node: ModuleNode): ModuleNode[] => [node, ...node.children.flatMap(everyNode)]
const filesBelow = (node: ModuleNode): string[] => everyNode(node).flatMap(({ files }) => files)
const replaced = (node: ModuleNode, by: ModuleNode): ModuleNode => (node.id === by.id ? by : { ...node, children: node.children.map((child) => replaced(child, by)) })
const known = (paths: readonly string[], { files }: Measured): SourceFile[] => {
  const wanted = new Set(paths)
  return files.filter(({ path }) => wanted.has(path))
}
const linesIn = (paths: readonly string[], input: Measured): number => known(paths, input).reduce((sum, { lines }) => sum + lines, 0)
const linesOf = ({ files }: ModuleNode, input: Measured): number => linesIn(files, input)
