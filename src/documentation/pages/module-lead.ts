import type { Component, SourceFile } from '../../analysis/code-map.js'
import { docMarkdown } from '../doc-comments/doc-markdown.js'
import { parseDocComment } from '../doc-comments/doc-comment.js'
import { escapeText, inlineCode } from '../markdown/escape.js'
import { isPublic } from '../plan/code-index.js'
import { filesBelow } from '../plan/module-graph.js'
import { count, figure, listOf } from '../prose.js'
import { citeComponent, type PageContext } from './page-context.js'

/** Title, purpose with its source, more of what its author wrote, where it is and how large. */
export function writeLead(context: PageContext): void {
  const { plan, planned, page } = context
  page.heading(1, escapeText(planned.title).trim() || planned.slug)
  const purpose = plan.purposes.get(planned.slug)
  if (purpose !== undefined) {
    const { source } = purpose
    const cited =
      source === undefined ? '' : source.component === undefined ? page.linkFile(source.path) : citeComponent(context, source.component)
    page.paragraph(`${purpose.markdown}${cited === '' ? '' : ` — ${cited}`}`)
    if (source !== undefined && source.component === undefined) writeFurtherDoc(context, plan.index.files.get(source.path))
  }
  page.paragraph(location(context))
}

/** What the package doc says after its first paragraph. */
function writeFurtherDoc({ page }: PageContext, file: SourceFile | undefined): void {
  const doc = parseDocComment(file?.doc ?? '')
  const from = doc.blocks.findIndex((block) => block.kind === 'paragraph')
  const { markdown } = docMarkdown(
    { ...doc, blocks: doc.blocks.slice(from + 1) },
    { words: 90, codeLines: 12, listItems: 6 },
    file?.language,
  )
  page.raw(markdown)
}

/** `34 files with 12,300 lines of TypeScript in src/classes, with 12 public components.` */
function location({ plan, planned, page }: PageContext): string {
  const { module } = planned
  const files = filesBelow(module)
    .map((path) => plan.index.files.get(path))
    .filter((file): file is SourceFile => file !== undefined)
  if (files.length === 0) return ''
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  const languages = languagesOf(files, plan.code.project.languages)
  const where = module.path === undefined || module.path === '' ? commonFolder(files) : module.path
  const place = where === '' ? '' : ` in ${inlineCode(`${where}/`)}`
  const definitions = files.flatMap((file) => plan.index.topLevel.get(file.path) ?? [])
  const subject =
    files.length === 1 && files[0] !== undefined
      ? `The file ${page.linkFile(files[0].path)} has`
      : `${count(files.length, 'file')}${place} with`
  return `${subject} ${count(lines, 'line')}${languages === '' ? '' : ` of ${languages}`}${definedIn(definitions, (one) => isPublic(plan.index, one))}.`
}

function definedIn(definitions: readonly Component[], shown: (component: Component) => boolean): string {
  const open = definitions.filter(shown).length
  if (definitions.length === 0) return ''
  if (open === definitions.length)
    return `; ${count(definitions.length, 'definition')}, ${definitions.length === 1 ? 'public' : 'all of them public'}`
  return `; ${count(definitions.length, 'definition')}, ${open === 0 ? 'none of them public' : `${figure(open)} of them public`}`
}

function languagesOf(files: readonly SourceFile[], known: readonly { readonly language: string; readonly label: string }[]): string {
  const lines = new Map<string, number>()
  for (const file of files) if (file.language !== undefined) lines.set(file.language, (lines.get(file.language) ?? 0) + file.lines)
  const ordered = [...lines].sort((a, b) => b[1] - a[1]).map(([id]) => escapeText(known.find((one) => one.language === id)?.label ?? id))
  return listOf(ordered.slice(0, 3))
}

function commonFolder(files: readonly SourceFile[]): string {
  const [first = [], ...rest] = files.map((file) => file.path.split('/').slice(0, -1))
  let depth = first.length
  for (const parts of rest) while (depth > 0 && parts.slice(0, depth).join('/') !== first.slice(0, depth).join('/')) depth -= 1
  return first.slice(0, depth).join('/')
}
