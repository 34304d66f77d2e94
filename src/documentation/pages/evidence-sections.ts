import type { SourceFile } from '../../analysis/code-map.js'
import { firstSentence } from '../doc-comments/first-sentence.js'
import { inlineCode } from '../markdown/escape.js'
import { group } from '../plan/code-index.js'
import { sectionHeadings } from '../plan/component-anchors.js'
import { exercisedBy } from '../plan/exercised-by.js'
import { distinctFiles, externalUses } from '../plan/external-uses.js'
import { compareText, count, figure, listOf } from '../prose.js'
import type { PlannedPage } from '../wiki-plan.js'
import { componentLink, type PageContext } from './page-context.js'

const maxTests = 5
const maxLibraries = 8
const maxFileRows = 12

/** Declared dependencies that this module's own files import. */
export function writeLibraries({ plan, planned, page }: PageContext): void {
  const uses = externalUses(plan.code, new Set(planned.module.files))
  if (uses.length === 0) return
  page.heading(2, sectionHeadings.libraries)
  page.table(
    ['Library', 'Imported by', 'For example'],
    uses.slice(0, maxLibraries).map(({ dependency, imports }) => {
      const first = imports[0]
      const example = first === undefined ? '' : page.cite({ path: first.from, startLine: first.line, endLine: first.line })
      return [inlineCode(dependency.value.name), count(distinctFiles(imports), 'file'), example]
    }),
  )
}

/** Test files that import this module's files or refer to its components, with what they exercise. */
export function writeTests(context: PageContext): void {
  writeTestsOf(context, context.planned.module.files)
}

export function writeTestsOf(context: PageContext<PlannedPage>, files: readonly string[]): void {
  const { plan, page } = context
  const all = exercisedBy(plan.index, files)
  if (all.length === 0) return
  page.heading(2, sectionHeadings.tests)
  const told = all.filter(({ ids }) => ids.length > 0)
  if (told.length > maxTests) page.paragraph(`${figure(told.length)} test files exercise ${context.planned.kind === 'asked' ? 'this' : 'this module'}; these ${maxTests} touch most of it:`)
  page.table(
    ['Test file', 'Exercises'],
    told.slice(0, maxTests).map(({ path, ids }) => [
      page.linkFile(path),
      listOf(
        ids.slice(0, 4).flatMap((id) => componentOf(context, id)),
        ids.length,
      ),
    ]),
  )
  const others = all.filter(({ ids }) => ids.length === 0)
  const also = told.length > 0 ? 'Also imported' : 'Imported'
  if (others.length > 0)
    page.paragraph(
      `${also} by ${listOf(
        others.slice(0, 4).map(({ path }) => page.linkFile(path)),
        others.length,
      )}.`,
    )
}

function componentOf(context: PageContext<PlannedPage>, id: string): string[] {
  const component = context.plan.index.components.get(id)
  return component === undefined ? [] : [componentLink(context, component)]
}

/** Every file of the module, with what it holds; a single one is told at the top of its page. */
export function writeFiles(context: PageContext): void {
  const { plan, planned, page } = context
  const files = planned.module.files.map((path) => plan.index.files.get(path)).filter((file): file is SourceFile => file !== undefined)
  if (files.length === 0 || (files.length === 1 && planned.kind === 'module' && planned.module.children.length === 0)) return
  page.heading(2, sectionHeadings.files)
  const chosen = new Set([...files].sort((a, b) => b.lines - a.lines || compareText(a.path, b.path)).slice(0, maxFileRows))
  const told = files.filter((file) => chosen.has(file))
  page.table(
    ['File', 'Lines', 'Holds'],
    told.map((file) => [page.linkFile(file.path), figure(file.lines), holds(context, file)]),
  )
  const rest = files.filter((file) => !chosen.has(file))
  if (rest.length === 0) return
  page.paragraph(`${figure(rest.length)} smaller ${rest.length === 1 ? 'file' : 'files'}, by folder:`)
  page.list(byFolder(rest).map(([folder, own]) => `${inlineCode(`${folder}/`)}: ${own.map((file) => page.linkFile(file.path, inlineCode(nameOf(file.path)))).join(', ')}`))
}

const nameOf = (path: string): string => path.split('/').at(-1) ?? path

function byFolder(files: readonly SourceFile[]): [string, readonly SourceFile[]][] {
  return [...group(files, (file) => [file.path.split('/').slice(0, -1).join('/')])].sort(([a], [b]) => compareText(a, b))
}

/** The file's own words, else its main definitions. */
function holds({ planned }: PageContext, file: SourceFile): string {
  const partly = file.errorShare > 0.05 ? ' (partially parsed)' : ''
  const said = firstSentence(file.doc, 110)
  if (said !== undefined) return `${said}${partly}`
  const own = planned.components.filter(({ component }) => component.path === file.path).map(({ component }) => inlineCode(component.name))
  return `${listOf(own.slice(0, 3), own.length)}${partly}`.trim()
}
