import type { CodeMap } from '../analysis/code-map.js'
import { writeModuleNames } from './module-names.js'
import { escapeText } from './markdown/escape.js'
import { modulesFileName, writeModulesFile } from './modules-file.js'
import type { WikiSubject } from './wiki-plan.js'
import { shorten } from './prose.js'
import { walkTree, type Wiki, type WikiTreeNode } from './wiki.js'

export interface WikiFileSettings {
  readonly generatorVersion: string
  readonly mainModel: string | undefined
  /** A model has been asked how it would divide the modules. */
  readonly modulesJudged: boolean
  /** ISO time; the only thing in any file that differs between two runs. */
  readonly timestamp: string
}

/** A text, or the pieces of one that may be longer than a string can be. */
export type WikiFile = string | Iterable<string>

/** The files beside the pages, by name: the original's contract with our additions, and what machines read. */
export function wikiFiles(wiki: Wiki, code: CodeMap, subject: WikiSubject, settings: WikiFileSettings): Map<string, WikiFile> {
  const files = new Map<string, WikiFile>([
    ['module_tree.json', json(namedChildren(wiki.tree))],
    ['first_module_tree.json', json(firstModules(wiki.tree))],
    ['citations.json', json(wiki.pages.map(({ slug, citations }) => ({ page: slug, citations })))],
    ['code_map.json', { [Symbol.iterator]: () => jsonPieces(codeMapDocument(code, subject)) }],
    [modulesFileName, writeModulesFile(code, subject.commit, settings.modulesJudged)],
    ['llms.txt', llmsText(wiki, subject)],
  ])
  const names = [...wiki.pages.map((page) => `${page.slug}.md`), ...files.keys()]
  files.set('metadata.json', json(metadata(wiki, { ...subject, modulesFrom: code.modulesFrom }, settings, names)))
  return files
}

interface NamedModule {
  readonly title: string
  readonly path?: string
  readonly components: readonly string[]
  readonly children: Readonly<Record<string, NamedModule>>
}

/** `{name: {path?, components[], children{}}}` where the name is the page's file without `.md`; slugs are safe as keys. */
function namedChildren(node: WikiTreeNode): Record<string, NamedModule> {
  return Object.fromEntries(
    modulesOf(node).map((child) => [
      child.slug,
      {
        title: child.title,
        ...(child.path === undefined ? {} : { path: child.path }),
        components: child.components,
        children: namedChildren(child),
      },
    ]),
  )
}

/** Pages beside the modules stand in metadata.json, not in the module tree. */
const isModule = ({ kind }: WikiTreeNode): boolean => kind === undefined || kind === 'module'
const modulesOf = (node: WikiTreeNode): readonly WikiTreeNode[] => node.children.filter(isModule)

/** The modules of the first level before they were split: each with all of its components. */
function firstModules(root: WikiTreeNode): Record<string, NamedModule> {
  const whole = modulesOf(root).map((child) => ({ ...child, components: [...walkTree(child)].flatMap(({ node }) => node.components), children: [] }))
  return namedChildren({ ...root, children: whole })
}

function metadata(wiki: Wiki, subject: WikiSubject & Pick<CodeMap, 'modulesFrom'>, settings: WikiFileSettings, files: readonly string[]): object {
  const nodes = [...walkTree(wiki.tree)].filter(({ node }) => isModule(node))
  return {
    generation_info: {
      timestamp: settings.timestamp,
      main_model: settings.mainModel ?? null,
      generator_version: settings.generatorVersion,
      repo_path: subject.url,
      commit_id: subject.commit,
      committed_at: subject.committedAt,
      modules_from: subject.modulesFrom ?? null,
    },
    statistics: {
      total_components: wiki.coverage.totalComponents,
      leaf_nodes: nodes.filter(({ node }) => modulesOf(node).length === 0).length,
      max_depth: Math.max(...nodes.map(({ depth }) => depth)),
      source_files: wiki.coverage.sourceFiles,
      documented_files: wiki.coverage.documentedFiles,
      public_components: wiki.coverage.publicComponents,
      documented_public_components: wiki.coverage.documentedPublicComponents,
      citations: wiki.coverage.citations,
      links: wiki.coverage.links,
      diagrams: wiki.coverage.diagrams,
      skipped_files: wiki.coverage.skippedFiles,
    },
    files_generated: files,
    title: wiki.title,
    summary: wiki.summary ?? null,
    gaps: wiki.gaps,
    ...(wiki.names === undefined || wiki.names.length === 0 ? {} : { module_names: writeModuleNames(wiki.names) }),
    pages: wiki.pages.map(({ slug, title, kind, parent, origin, verification, prose }) => ({ slug, title, kind, parent: parent ?? null, origin, verification, ...(prose === undefined ? {} : { prose: { ...prose, summary: prose.summary ?? null } }) })),
  }
}

/** The code map as analysed, so that tools can build on it without parsing again. Its shape is `CodeMap`; `format` rises when it breaks. */
function codeMapDocument(code: CodeMap, subject: WikiSubject): object {
  return { format: 1, repository: subject.url, commit: subject.commit, ...code }
}

/** The wiki's table of contents for language models, as https://llmstxt.org proposes. */
function llmsText(wiki: Wiki, subject: WikiSubject): string {
  const lines = [`# ${oneLine(wiki.title)}`, '']
  if (wiki.summary !== undefined) lines.push(`> ${oneLine(wiki.summary)}`, '')
  lines.push(
    `Documentation of ${escapeText(subject.url)} at commit ${subject.commit}. Citations name lines at that commit.`,
    '',
    '## Pages',
    '',
  )
  const depths = new Map([...walkTree(wiki.tree)].map(({ node, depth }) => [node.slug, depth]))
  for (const page of wiki.pages)
    lines.push(`${'  '.repeat(depths.get(page.slug) ?? 0)}- [${oneLine(page.title)}](${page.slug}.md)${leadOf(page.markdown)}`)
  lines.push('', '## Data', '', '- [Module tree](module_tree.json)', '- [Citations](citations.json)', '- [Code map](code_map.json)', '')
  return lines.join('\n')
}

/** The first paragraph after the title, without links. */
function leadOf(markdown: string): string {
  const paragraph = markdown.split('\n\n').find((block) => block !== '' && !/^[#|>`-]/.test(block))
  if (paragraph === undefined) return ''
  const plain = paragraph.replace(/\s—\s\[[^\]]*\]\([^)]*\)$/, '').replace(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, '$1')
  return `: ${shorten(plain.replace(/\s+/g, ' '), 200)}`
}

function oneLine(text: string): string {
  return escapeText(text).trim()
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

const pieceItems = 500

/** `JSON.stringify` of an object, long arrays of it in pieces. */
function* jsonPieces(document: object): Generator<string> {
  let before = '{'
  for (const [key, value] of Object.entries(document) as [string, unknown][]) {
    if (value === undefined) continue
    yield `${before}${JSON.stringify(key)}:`
    before = ','
    if (Array.isArray(value)) yield* arrayPieces(value)
    else yield JSON.stringify(value)
  }
  yield '}\n'
}

function* arrayPieces(items: readonly unknown[]): Generator<string> {
  yield '['
  for (let at = 0; at < items.length; at += pieceItems) yield (at === 0 ? '' : ',') + JSON.stringify(items.slice(at, at + pieceItems)).slice(1, -1)
  yield ']'
}
