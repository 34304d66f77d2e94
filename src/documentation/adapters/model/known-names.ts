import { writtenName } from '../../../analysis/written-name.js'
import { rememberOf } from '../../plan/remember.js'
import type { WikiPlan } from '../../wiki-plan.js'

const word = /[\p{L}_$][\p{L}\p{N}_$]*/gu
const joined = /(?:--?)?[\p{L}_$@][\p{L}\p{N}_$]*(?:[-./@:#][\p{L}\p{N}_$]+)+|--?[A-Za-z][\w-]*/gu

/** Single words, and those that are joined as in options, packages and paths. */
export function* wordsOf(text: string): Generator<string> {
  for (const [found] of text.matchAll(word)) yield found
  for (const [found] of text.matchAll(joined)) yield found
}

/**
 * Every name that the code map has: definitions and what their signatures name, files and folders, modules, what is imported, all words of
 * manifests, settings, commands and the like, and of comments those words that are written as names.
 */
export const plannedNames = rememberOf((plan: WikiPlan): ReadonlySet<string> => {
  const { code } = plan
  const names = new Set<string>()
  const add = (text: string) => {
    for (const one of wordsOf(text)) names.add(one)
  }
  const addWhole = (text: string) => {
    names.add(text)
    add(text)
  }
  const addWritten = (doc: string | undefined) => {
    for (const one of wordsOf(doc ?? '')) if (/.[\p{Lu}\d_]|^[$_@-]/u.test(one)) names.add(one)
  }
  for (const component of code.components) {
    names.add(component.qualifiedName).add(component.name).add(writtenName(component))
    add(component.qualifiedName)
    add(component.signature)
    addWritten(component.doc)
  }
  for (const { path, packageName, doc } of [...code.files, ...code.skipped.map(({ path }) => ({ path, packageName: undefined, doc: undefined }))]) {
    addPath(path, names)
    addWritten(doc)
    if (packageName !== undefined) addWhole(packageName)
  }
  for (const { specifier } of code.imports) addWhole(specifier)
  for (const one of [...plan.titles].flat()) addWhole(one)
  for (const one of [plan.title, plan.subject.name, plan.subject.owner, plan.subject.url]) add(one)
  addAll([code.project, code.surroundings, code.offers], addWhole)
  return names
})

/** The path, every end of it, every folder above it, and its parts. */
function addPath(path: string, names: Set<string>): void {
  const parts = path.split('/')
  for (let at = 0; at < parts.length; at += 1) {
    names.add(parts.slice(at).join('/'))
    if (at > 0) names.add(parts.slice(0, at).join('/'))
    for (const one of wordsOf(parts[at] ?? '')) names.add(one)
    names.add(parts[at] ?? '')
  }
  const [file = ''] = parts.slice(-1)
  names.add(file.replace(/\.[^.]*$/, ''))
}

function addAll(value: unknown, add: (text: string) => void): void {
  if (typeof value === 'string') add(value)
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) addAll(one, add)
}

/** Libraries, by the names that code calls them: what they hold is not known here. */
export const externalNames = rememberOf(({ code }: WikiPlan): ReadonlySet<string> => {
  const imported = code.imports.filter(({ targets }) => targets.length === 0).map(({ specifier }) => specifier)
  const declared = [...code.project.dependencies.map(({ value }) => value.name), ...code.surroundings.packages.flatMap(({ dependencies }) => dependencies.map(({ name }) => name))]
  return new Set([...imported, ...declared].flatMap((name) => [name, name.split(/[/:.]/).at(-1) ?? name, name.split(/[/:.]/)[0] ?? name]))
})
