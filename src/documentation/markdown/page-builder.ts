import type { SourceFile } from '../../analysis/code-map.js'
import type { Citation } from '../wiki.js'
import { escapeText, fencedCode, guardLineStart, inlineCode, tableCell } from './escape.js'
import { sourceHref } from './links.js'

/** Labels longer than this keep the last parts of the path only. */
const longLabel = 44

export interface CiteTarget {
  readonly path: string
  readonly startLine: number
  readonly endLine: number
  /** Qualified name of the component the lines define, if they do. */
  readonly symbol?: string | undefined
  /** Qualified name of the component that they are a part of. */
  readonly within?: string
}

/** Collects the blocks of one page and every citation made on the way. Takes Markdown; repository text is escaped by who brings it. */
export class PageBuilder {
  readonly #blocks: string[] = []
  readonly #citations = new Map<string, Citation>()
  readonly #files: ReadonlyMap<string, SourceFile>

  constructor(files: ReadonlyMap<string, SourceFile>) {
    this.#files = files
  }

  heading(level: 1 | 2 | 3 | 4, markdown: string): void {
    this.#blocks.push(`${'#'.repeat(level)} ${markdown}`)
  }

  paragraph(markdown: string): void {
    if (markdown.trim() !== '') this.#blocks.push(guardLineStart(markdown))
  }

  /** Markdown blocks made elsewhere (doc comments), as they are. */
  raw(markdown: string): void {
    if (markdown.trim() !== '') this.#blocks.push(markdown)
  }

  quote(markdown: string): void {
    this.#blocks.push(`> ${guardLineStart(markdown)}`)
  }

  list(items: readonly string[], style: 'bullets' | 'numbers' = 'bullets'): void {
    if (items.length === 0) return
    this.#blocks.push(items.map((item, at) => `${style === 'bullets' ? '-' : `${at + 1}.`} ${guardLineStart(item)}`).join('\n'))
  }

  /** Columns that are empty in every row are left out. */
  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    if (rows.length === 0) return
    const kept = head.map((_, column) => rows.some((row) => (row[column] ?? '') !== ''))
    const line = (cells: readonly string[]) =>
      `| ${cells
        .filter((_, column) => kept[column])
        .map(tableCell)
        .join(' | ')} |`
    const rule = line(head.map(() => '---'))
    this.#blocks.push([line(head), rule, ...rows.map((row) => line(head.map((_, column) => row[column] ?? '')))].join('\n'))
  }

  code(language: string, text: string): void {
    if (text.trim() !== '') this.#blocks.push(fencedCode(language, text))
  }

  diagram(source: string): void {
    this.#blocks.push(fencedCode('mermaid', source))
  }

  /** A link to the lines, labelled `path:1-9`. Code text without a link when the file cannot be cited. */
  cite(target: CiteTarget): string {
    const lines = target.startLine === target.endLine ? `${target.startLine}` : `${target.startLine}-${target.endLine}`
    return this.link(`${escapeText(shortPath(target.path))}:${lines}`, target)
  }

  /** A component's or file's own name as the link to its lines. */
  link(label: string, target: CiteTarget): string {
    const file = this.#files.get(target.path)
    if (file === undefined || target.startLine < 1 || target.endLine > file.lines || target.startLine > target.endLine) return label
    this.#record(file, target)
    return `[${label}](${sourceHref(target.path, target)})`
  }

  /** A link to a whole file, labelled with `label` or its path. */
  linkFile(path: string, label = inlineCode(path)): string {
    const file = this.#files.get(path)
    if (file === undefined) return label
    if (file.lines > 0) this.#record(file, { path, startLine: 1, endLine: file.lines })
    return `[${label}](${sourceHref(path)})`
  }

  #record(file: SourceFile, { path, startLine, endLine, symbol, within }: CiteTarget): void {
    const key = JSON.stringify([path, startLine, endLine, symbol, within])
    if (!this.#citations.has(key)) this.#citations.set(key, { path, startLine, endLine, blob: file.oid, symbol, ...(within === undefined ? {} : { within }) })
  }

  markdown(): string {
    return `${this.#blocks.join('\n\n')}\n`
  }

  citations(): readonly Citation[] {
    return [...this.#citations.values()]
  }
}

function shortPath(path: string): string {
  if (path.length <= longLabel) return path
  const parts = path.split('/')
  let short = parts.at(-1) ?? path
  for (let at = parts.length - 2; at >= 0 && short.length + (parts[at]?.length ?? 0) < longLabel; at -= 1)
    short = `${parts[at] ?? ''}/${short}`
  return `…/${short}`
}
