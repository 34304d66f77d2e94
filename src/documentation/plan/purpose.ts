import type { Component, ComponentKind, ModuleNode, SourceFile } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { capitalise, compareText, count, listOf, sentence } from '../prose.js'
import { isPublic, type CodeIndex } from './code-index.js'
import { filesBelow, type ModuleGraph } from './module-graph.js'
import { byRank, rankComponent } from './rank.js'

/** What a module is for, in one sentence of Markdown. */
export interface Purpose {
  readonly markdown: string
  /** Where somebody wrote it; undefined when the sentence is composed from facts. */
  readonly source: { readonly path: string; readonly component: Component | undefined } | undefined
}

const packageFiles =
  /^(?:index\.[cm]?[jt]sx?|mod\.[cm]?[jt]sx?|__init__\.py|package-info\.java|doc\.go|README\.\w+|lib\.rs|mod\.rs|main\.\w+)$/i

/** What a person wrote about the whole comes first: package doc, then the doc of its namesake; else a sentence from the facts. */
export function purposeOf(module: ModuleNode, index: CodeIndex, graph: ModuleGraph): Purpose {
  return fromFileDoc(module, index) ?? fromNamesake(module, index) ?? { markdown: compose(module, index, graph), source: undefined }
}

function fromFileDoc(module: ModuleNode, index: CodeIndex): Purpose | undefined {
  for (const file of describingFiles(module, index)) {
    const markdown = firstSentence(file.doc)
    if (markdown !== undefined && !repeatsName(markdown, module, file))
      return { markdown: sentence(capitalise(markdown)), source: { path: file.path, component: undefined } }
  }
  return undefined
}

/** Files that speak for the module: the package's own, its namesake, or the only or by far the largest one. */
function describingFiles(module: ModuleNode, index: CodeIndex): readonly SourceFile[] {
  const all = filesBelow(module)
    .map((path) => index.files.get(path))
    .filter((file): file is SourceFile => file !== undefined)
  const inFolder = module.path === undefined ? all : all.filter((file) => folderOf(file.path) === module.path)
  const documented = (files: readonly SourceFile[]) => files.filter((file) => file.doc !== undefined)
  const entries = documented(inFolder).filter((file) => packageFiles.test(nameOf(file.path)))
  const namesakes = documented(inFolder).filter(
    (file) => sameName(stemOf(file.path), module.name) || sameName(stemOf(file.path), module.path?.split('/').at(-1) ?? ''),
  )
  const packages = documented(inFolder).filter((file) => file.language === 'go')
  const total = all.reduce((sum, file) => sum + file.lines, 0)
  const dominant = documented(all).filter((file) => file.lines > total * 0.6)
  return [...entries, ...packages, ...namesakes, ...dominant]
}

function fromNamesake(module: ModuleNode, index: CodeIndex): Purpose | undefined {
  const component = module.files
    .flatMap((path) => index.topLevel.get(path) ?? [])
    .find((one) => one.doc !== undefined && isPublic(index, one) && sameName(one.name, module.name))
  const markdown = firstSentence(component?.doc)
  if (component === undefined || markdown === undefined) return undefined
  return { markdown: sentence(capitalise(markdown)), source: { path: component.path, component } }
}

const nouns: readonly (readonly [ComponentKind, string])[] = [
  ['class', 'class'],
  ['interface', 'interface'],
  ['struct', 'struct'],
  ['enum', 'enum'],
  ['type', 'type'],
  ['function', 'function'],
  ['macro', 'macro'],
  ['constant', 'constant'],
]

/** `Defines 4 classes and 12 functions, above all `Job` and `Worker`.` */
function compose(module: ModuleNode, index: CodeIndex, graph: ModuleGraph): string {
  const paths = filesBelow(module)
  const all = paths.flatMap((path) => index.topLevel.get(path) ?? [])
  const shown = all.filter((component) => isPublic(index, component))
  const told = shown.length > 0 ? shown : all
  if (told.length === 0) return composeFromFiles(module, paths, index)
  const ranked = told.map((component) => rankComponent(index, component)).sort(byRank)
  const first = ranked[0]?.component
  if (ranked.length === 1 && first !== undefined) return `Defines the ${first.kind} ${inlineCode(first.name)}.`
  const kinds = countKinds(told)
  const names = distinct(ranked.map(({ component }) => inlineCode(component.name))).slice(0, 3)
  const which = shown.length > 0 ? '' : 'internal '
  const lead =
    module.children.length > 1 ? `Brings together ${listOf(childNames(module, graph).slice(0, 4), module.children.length)}: ` : 'Defines '
  return `${lead}${listOf(kinds.map((text) => text.replace(' ', ` ${which}`)))}, above all ${listOf(names)}.`
}

function composeFromFiles(module: ModuleNode, paths: readonly string[], index: CodeIndex): string {
  if (paths.length === 1) return `Holds the file ${inlineCode(nameOf(paths[0] ?? ''))}.`
  const lines = paths.reduce((sum, path) => sum + (index.files.get(path)?.lines ?? 0), 0)
  if (paths.length === 0) return `Groups ${escapeText(module.name)}.`
  return `Holds ${count(paths.length, 'file')} with ${count(lines, 'line')}, such as ${listOf(
    [...paths]
      .sort(compareText)
      .slice(0, 2)
      .map((path) => inlineCode(nameOf(path))),
  )}.`
}

/** At most the three most frequent kinds. */
function countKinds(components: readonly Component[]): string[] {
  return nouns
    .map(([kind, noun]) => ({ noun, times: components.filter((component) => component.kind === kind).length }))
    .filter(({ times }) => times > 0)
    .sort((a, b) => b.times - a.times)
    .slice(0, 3)
    .map(({ noun, times }) => count(times, noun))
}

function childNames(module: ModuleNode, graph: ModuleGraph): string[] {
  const size = (child: ModuleNode) => filesBelow(graph.nodes.get(child.id) ?? child).length
  return [...module.children].sort((a, b) => size(b) - size(a) || compareText(a.id, b.id)).map((child) => escapeText(child.name))
}

/** `The job module.` says nothing. */
function repeatsName(markdown: string, module: ModuleNode, file: SourceFile): boolean {
  const words = markdown.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const known = new Set(`${module.name} ${file.path} the a an module package file this is for of`.toLowerCase().match(/[\p{L}\p{N}]+/gu))
  return words.filter((word) => !known.has(word)).length < 1
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)]
}

function sameName(a: string, b: string): boolean {
  const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
  return plain(a) !== '' && plain(a) === plain(b)
}

function nameOf(path: string): string {
  return path.split('/').at(-1) ?? path
}

function stemOf(path: string): string {
  return nameOf(path).replace(/\.[^.]*$/, '')
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/')
}
