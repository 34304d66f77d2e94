import type { CodeMap, Component, ModuleNode, SourceFile } from '../../analysis/code-map.js'
import { isDeprecated, plainSentence } from '../doc-comments/first-sentence.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { compareText, count, listOf } from '../prose.js'
import { isPublic, type CodeIndex } from './code-index.js'
import { filesBelow } from './module-graph.js'
import { withoutSubject } from './purpose-subject.js'
import { byRank, rankComponent } from './rank.js'
import { wordOfKind } from './word-of-kind.js'

/** Nobody described the module as a whole: its parts, its files' own first lines, or what it defines speak for it. */
export function composePurpose(module: ModuleNode, code: CodeMap, index: CodeIndex): string {
  const paths = filesBelow(module)
  const all = paths.flatMap((path) => index.topLevel.get(path) ?? [])
  if (all.length === 0) return fromFiles(module, paths, code, index)
  const described = module.children.length > 1 ? undefined : fromDescribedFiles(paths, index)
  return described ?? fromDefinitions(module, all, index)
}

/** `Gathers bio.c (background I/O service), listpack.c (…) and 12 more files.` */
function fromDescribedFiles(paths: readonly string[], index: CodeIndex): string | undefined {
  const speakers = paths
    .map((path) => ({ path, lines: index.files.get(path)?.lines ?? 0, said: told(plainSentence(index.files.get(path)?.doc, 110)) }))
    .filter((one): one is { path: string; lines: number; said: string } => one.said !== undefined && !one.said.endsWith('…'))
    .sort((a, b) => b.lines - a.lines || compareText(a.path, b.path))
    .slice(0, 3)
  if (speakers.length < 2) return undefined
  const items = speakers.map(({ path, said }) => `${inlineCode(shownName(path))} (${lowered(said.replace(/[.:]$/, ''))})`)
  const rest = paths.length - speakers.length
  return `Gathers ${listOf(rest === 0 ? items : [...items, count(rest, 'more file')])}.`
}

const told = (said: string | undefined): string | undefined => (said === undefined ? undefined : withoutSubject(said))
const lowered = (text: string): string => (/^(?:\p{Lu}\p{Ll}+|A) \p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text)

/** `doc.go` is the same everywhere: its folder tells it apart. */
function shownName(path: string): string {
  const parts = path.split('/')
  return parts.slice(/^(?:doc|index|mod|__init__|package-info)\./.test(parts.at(-1) ?? '') ? -2 : -1).join('/')
}

/** The telling kinds first; the lesser ones only when there is nothing else. */
const nouns = ['class', 'interface', 'trait', 'protocol', 'annotation', 'struct', 'enum', 'module', 'function', 'type', 'macro', 'constant', 'variable', 'method', 'field']

const lesser: ReadonlySet<string> = new Set(['macro', 'constant', 'variable', 'method', 'field'])

/** `Defines 4 classes and 12 functions, above all Job and Worker.` */
function fromDefinitions(module: ModuleNode, all: readonly Component[], index: CodeIndex): string {
  const shown = all.filter((component) => isPublic(index, component))
  const told = shown.length > 0 ? shown : all
  const ranked = told.map((component) => rankComponent(index, component)).sort(byRank)
  const counted = countedKinds(told)
  const named = ranked.filter(({ component }) => counted.includes(wordOfKind(component)))
  const current = named.filter(({ component }) => !isDeprecated(component.doc))
  const byName = new Map((current.length > 0 ? current : named).map(({ component }) => [component.name, component]))
  const names = [...byName.values()].slice(0, 3).map((component, at) => `${inlineCode(component.name)}${at < maxExplained ? explained(component) : ''}`)
  const [only] = ranked
  if (ranked.length === 1 && only !== undefined) return `Defines the ${wordOfKind(only.component)} ${inlineCode(only.component.name)}.`
  const kinds = counted.map((noun) =>
    count(told.filter((one) => wordOfKind(one) === noun).length, shown.length > 0 ? noun : `internal ${noun}`),
  )
  const aboveAll = named.length > names.length ? `, above all ${listOf(names)}` : `: ${listOf(names)}`
  if (module.children.length > 1)
    return `Brings together ${listOf(childNames(module), module.children.length)}; most used are ${listOf(names)}.`
  return `Defines ${listOf(kinds)}${aboveAll}.`
}

const maxExplained = 2

/** ` (the request object used by default)`: what its author says of it, where that is short. */
function explained(component: Component): string {
  const said = plainSentence(component.doc, 110)
  if (said === undefined || said.endsWith('…')) return ''
  // `Engine is the framework's instance` stands behind the name already.
  const [first = '', ...rest] = said.split(' ')
  const told = first.toLowerCase() === component.name.toLowerCase() ? rest.join(' ').replace(/^(?:is|are)\s+(?=(?:an?|the)\s)/, '') : lowered(said)
  const bare = told.replace(/[\s.:]+$/, '')
  return /\p{L}{2}/u.test(bare) ? ` (${bare})` : ''
}

/** At most three kinds. */
function countedKinds(components: readonly Component[]): readonly string[] {
  const words = new Set(components.map(wordOfKind))
  const present = nouns.filter((noun) => words.has(noun))
  const telling = present.filter((noun) => !lesser.has(noun))
  return (telling.length > 0 ? telling : present).slice(0, 3)
}

function childNames(module: ModuleNode): string[] {
  return [...module.children]
    .sort((a, b) => filesBelow(b).length - filesBelow(a).length || compareText(a.id, b.id))
    .slice(0, 4)
    .map((child) => escapeText(child.name))
}

/** Files of a language that is counted but not taken apart. */
function fromFiles(module: ModuleNode, paths: readonly string[], code: CodeMap, index: CodeIndex): string {
  const files = paths.map((path) => index.files.get(path)).filter((file): file is SourceFile => file !== undefined)
  const name = (path: string) => inlineCode(path.split('/').at(-1) ?? path)
  const [only] = files
  if (only === undefined) return `Groups ${escapeText(module.name)}.`
  if (files.length === 1) return `Holds the file ${name(only.path)}.`
  const largest = [...files].sort((a, b) => b.lines - a.lines || compareText(a.path, b.path)).slice(0, 3)
  const unread = files.every((file) => !index.topLevel.has(file.path)) ? ', counted but not taken apart' : ''
  return `${count(files.length, 'file')}${languageOf(files, code)}${unread}, the largest being ${listOf(largest.map((file) => name(file.path)))}.`
}

function languageOf(files: readonly SourceFile[], code: CodeMap): string {
  const ids = new Set(files.map((file) => file.language))
  const [id] = ids
  const label = ids.size === 1 ? code.project.languages.find((one) => one.language === id)?.label : undefined
  return label === undefined ? '' : ` of ${escapeText(label)}`
}
