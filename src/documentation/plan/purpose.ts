import type { CodeMap, Component, ModuleNode, SourceFile } from '../../analysis/code-map.js'
import { plainSentence } from '../doc-comments/first-sentence.js'
import { capitalise, sentence } from '../prose.js'
import { isPublic, type CodeIndex } from './code-index.js'
import { composePurpose } from './composed-purpose.js'
import { filesBelow } from './module-graph.js'
import { withoutSubject } from './purpose-subject.js'

/** What a module is for, in one sentence of Markdown. */
export interface Purpose {
  readonly markdown: string
  /** Where somebody wrote it; undefined when the sentence is composed from facts. */
  readonly source: { readonly path: string; readonly component: Component | undefined } | undefined
}

const packageFiles = /^(?:index\.[cm]?[jt]sx?|mod\.[cm]?[jt]sx?|__init__\.py|package-info\.java|doc\.go|lib\.rs|mod\.rs)$/i

/** What a person wrote about the whole comes first: package doc, then the doc of its namesake or of the type that is nearly all of it; else a sentence from the facts. */
export function purposeOf(module: ModuleNode, code: CodeMap, index: CodeIndex): Purpose {
  return fromFileDoc(module, index) ?? fromNamesake(module, index) ?? fromMainType(module, index) ?? { markdown: composePurpose(module, code, index), source: undefined }
}

function fromFileDoc(module: ModuleNode, index: CodeIndex): Purpose | undefined {
  for (const file of describingFiles(module, index)) {
    const markdown = plainSentence(file.doc)
    if (markdown === undefined || repeatsName(markdown, module, file)) continue
    return { markdown: sentence(capitalise(withoutSubject(markdown))), source: { path: file.path, component: undefined } }
  }
  return undefined
}

/** Files that speak for the module: the package's own, the folder's README or manifest, a namesake, the only or by far the largest one. */
function describingFiles(module: ModuleNode, index: CodeIndex): readonly SourceFile[] {
  const all = filesBelow(module)
    .map((path) => index.files.get(path))
    .filter((file): file is SourceFile => file !== undefined)
  const documented = all.filter((file) => file.doc !== undefined)
  // A group that was found inside a folder is not the package that the folder is.
  const packages = module.path === undefined ? [] : documented.filter((file) => speaksForPackage(file, all))
  const lines = all.reduce((sum, file) => sum + file.lines, 0)
  const isNamesake = (file: SourceFile) =>
    sameName(stemOf(file.path), module.name) || sameName(stemOf(file.path), module.path?.split('/').at(-1) ?? '')
  return [
    ...packages.filter((file) => folderOf(file.path) === module.path),
    ...folderFilesOf(module, index),
    ...packages.filter((file) => folderOf(file.path) !== module.path && holdsMost(folderOf(file.path), all)),
    ...documented.filter(isNamesake),
    ...documented.filter((file) => file.lines > lines * 0.6),
  ]
}

/** A program's `package main` says what the program is, not what the packages below it are. */
function speaksForPackage(file: SourceFile, all: readonly SourceFile[]): boolean {
  if (file.language === 'go' && /^package main\b/i.test(file.doc ?? '')) return all.every((other) => folderOf(other.path) === folderOf(file.path))
  return packageFiles.test(nameOf(file.path)) || (file.language === 'go' && /^package\s/i.test(file.doc ?? ''))
}

const describesFolder = /^(?:readme(?:\.(?:md|markdown|rst|txt))?|package\.json|pyproject\.toml)$/i

function folderFilesOf(module: ModuleNode, index: CodeIndex): readonly SourceFile[] {
  if (module.path === undefined || module.path === '') return []
  const here = [...index.files.values()].filter((file) => file.doc !== undefined && describesFolder.test(nameOf(file.path)) && folderOf(file.path) === module.path)
  return here.sort((a, b) => Number(/^readme/i.test(nameOf(b.path))) - Number(/^readme/i.test(nameOf(a.path))) || (a.path < b.path ? -1 : 1))
}

/** A package inside the module does not speak for all of it. */
function holdsMost(folder: string, files: readonly SourceFile[]): boolean {
  const prefix = folder === '' ? '' : `${folder}/`
  return files.filter((file) => file.path.startsWith(prefix)).length >= files.length * 0.7
}

function fromNamesake(module: ModuleNode, index: CodeIndex): Purpose | undefined {
  const component = module.files
    .flatMap((path) => index.topLevel.get(path) ?? [])
    .find((one) => one.doc !== undefined && isPublic(index, one) && sameName(one.name, module.name))
  const markdown = plainSentence(component?.doc)
  if (component === undefined || markdown === undefined || wordsBeyond(markdown, component.name).length < 2) return undefined
  return { markdown: sentence(capitalise(markdown)), source: { path: component.path, component } }
}

function fromMainType(module: ModuleNode, index: CodeIndex): Purpose | undefined {
  const paths = filesBelow(module)
  const lines = paths.reduce((sum, path) => sum + (index.files.get(path)?.lines ?? 0), 0)
  const component = paths
    .flatMap((path) => index.topLevel.get(path) ?? [])
    .find((one) => one.endLine - one.startLine > lines * 0.7 && one.kind !== 'function' && isPublic(index, one))
  const markdown = plainSentence(component?.doc)
  if (component === undefined || markdown === undefined || wordsBeyond(markdown, component.name).length < 4) return undefined
  return { markdown: sentence(capitalise(markdown)), source: { path: component.path, component } }
}

/** `The job module.` says nothing. */
function repeatsName(markdown: string, module: ModuleNode, file: SourceFile): boolean {
  return wordsBeyond(markdown, `${module.name} ${file.path} module package file`).length < 1
}

function wordsBeyond(text: string, known: string): readonly string[] {
  const names = new Set(`${known} the a an this is for of`.toLowerCase().match(/[\p{L}\p{N}]+/gu))
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !names.has(word))
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
