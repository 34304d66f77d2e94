import { posix } from 'node:path'
import { ChunkQueue } from './chunk-queue.js'
import { classifyPath, countLines, hasGeneratedMark, isBinary, isMinified } from './classify-file.js'
import type { CodeMap, Component, DocumentFile, SkippedFile, SourceFile } from './code-map.js'
import { documentFormat, isLockFormat } from './documents/document-formats.js'
import { factsFormat, readFacts, type KeptFacts } from './facts-text.js'
import { readDocumentFacts, type FactsCache, type FileParser, type ParseRequest } from './file-parser.js'
import { readAttributes } from './git-attributes.js'
import { makeGlobMatcher } from './glob.js'
import { isMostlyCpp, languageOf, languages, recognise, type Recognised } from './languages/registry.js'
import { linkReferences } from './link/link-references.js'
import type { ParsedFile } from './link/parsed-file.js'
import { push } from './link/file-scope.js'
import { repositoryIndex, type PackageTable } from './link/repository-index.js'
import { fileTies } from './modules/file-ties.js'
import { buildModules, type ModuleInput } from './modules/build-modules.js'
import { keepModules, type FormerModules } from './modules/keep-modules.js'
import { workspaceFolders } from './modules/workspace-folders.js'
import { folderDoc } from './project/folder-docs.js'
import type { OutsideUse } from './outside/outside-use.js'
import { readProject } from './project/read-project.js'
import { readSurroundings } from './read-surroundings.js'
import { toComponents } from './to-components.js'
import { nothingToDocument, tooManyFiles, tooMuchText } from './analysis-errors.js'
import type { SourceEntry, SourceTree } from './source-tree.js'

export interface AnalysisSettings {
  readonly maxFileBytes: number
  readonly maxFiles: number
  /** All files together, unpacked: a few kilobytes of git objects can stand for gigabytes. */
  readonly maxTotalBytes: number
  /** Globs. Empty = everything. */
  readonly include: readonly string[]
  readonly exclude: readonly string[]
  /** Of an earlier commit: kept as far as its files are still there. */
  readonly former?: FormerModules | undefined
}

export interface AnalysisDeps {
  readonly parser: FileParser
  readonly facts: FactsCache
}

export interface AnalysisRun {
  readonly signal: AbortSignal
  readonly onProgress?: (done: number, total: number) => Promise<void>
}

/** Raised when grammars, queries or algorithms change what is found: part of the fingerprint and of the facts' keys. */
export const analysisVersion = '11'

const manifestNames = /^(package\.json|tsconfig\.json|jsconfig\.json|go\.mod|go\.work|pyproject\.toml|cargo\.toml|composer\.json|setup\.cfg|pom\.xml|(GNU)?makefile|directory\.build\.(props|targets)|[^/]+\.csproj|readme(\.(md|markdown|rst|txt))?|licen[sc]e(\.(md|txt|rst))?|copying(\.(md|txt))?|\.gitattributes)$/i
const maxManifestBytes = 512 * 1024
const maxManifestsBytes = 64 * 1024 ** 2

type Request = ParseRequest & { readonly oid: string }

interface Read {
  readonly files: SourceFile[]
  /** Manifests and READMEs. */
  readonly texts: Map<string, string>
  textBytesLeft: number
  readonly skipped: SkippedFile[]
  readonly facts: Map<string, KeptFacts>
  readonly documents: DocumentFile[]
}

/**
 * A commit's files become a code map: classify, parse (outside this process), link, group.
 * @throws AppError `analysis/nothing-to-document`, `analysis/too-many-files`, `analysis/too-much-text`
 */
export async function analyseCode(tree: SourceTree, deps: AnalysisDeps, settings: AnalysisSettings, run: AnalysisRun): Promise<CodeMap> {
  const entries = chooseEntries(tree, settings)
  const read = await readFiles(tree, entries, deps, settings, run)
  const { facts } = read
  const files = read.files.map((file) => withFacts(file, facts.get(file.path), read.texts.get(file.path)))
  const parsed = files.flatMap((file): ParsedFile[] => {
    const language = languageOf(file.language)
    const found = facts.get(file.path)
    return language === undefined || found === undefined ? [] : [{ path: file.path, language, facts: found, components: toComponents(file.path, found, language) }]
  })
  if (!files.some((file) => file.role === 'source') && parsed.length === 0) throw nothingToDocument(files.length, languages.map(({ label }) => label))

  const components: Component[] = parsed.flatMap((file) => file.components)
  const index = repositoryIndex(files.map((file) => file.path), read.texts, packagesOf(parsed))
  const project = readProject({ files, parsed, texts: read.texts })
  const { references, imports, offers, outside } = await linkReferences(parsed, index, { projectName: project.name?.value, signal: run.signal })
  const sources = sourcesOrAll(files)
  const division: ModuleInput = {
    files: sources,
    workspaces: workspaceFolders(read.texts),
    ...fileTies(references, imports, components),
    projectName: project.name?.value ?? 'Overview',
    isTakenApart: (file) => languageOf(file.language) !== undefined,
    languageLabel: (id) => project.languages.find(({ language }) => language === id)?.label,
  }
  const kept = settings.former === undefined ? undefined : keepModules(settings.former.modules, division)
  const modules = kept ?? buildModules(division)
  const modulesFrom = kept === undefined ? undefined : settings.former?.commit
  const surroundings = readSurroundings(read.documents, parsed, files)
  return { files, components, imports, references, modules, modulesFrom, project, offers, outside: ofTheProduct(outside, files, components), surroundings, skipped: read.skipped.sort((a, b) => (a.path < b.path ? -1 : 1)) }
}

/** What tests, examples and documents use is no part of it. */
function ofTheProduct(uses: readonly OutsideUse[], files: readonly SourceFile[], components: readonly Component[]): OutsideUse[] {
  const sources = new Set(files.flatMap(({ path, role }) => (role === 'source' ? [path] : [])))
  const kept = new Set(components.flatMap(({ id, path, isTest }) => (sources.has(path) && isTest !== true ? [id] : [])))
  return uses.filter(({ from }) => kept.has(from) || sources.has(from))
}

/** A repository of only examples or tests is documented by those. */
function sourcesOrAll(files: readonly SourceFile[]): SourceFile[] {
  const sources = files.filter((file) => file.role === 'source')
  return sources.length > 0 ? sources : files.filter((file) => languageOf(file.language) !== undefined)
}

function chooseEntries(tree: SourceTree, settings: AnalysisSettings): SourceEntry[] {
  const included = settings.include.length === 0 ? () => true : makeGlobMatcher(settings.include)
  const excluded = makeGlobMatcher(settings.exclude)
  const entries = tree.entries.filter(({ path }) => included(path) && !excluded(path)).sort((a, b) => (a.path < b.path ? -1 : 1))
  if (entries.length > settings.maxFiles) throw tooManyFiles(entries.length, settings.maxFiles)
  return entries
}

/** Reads and parses side by side, so that no more than a few chunks of text are held at a time. */
async function readFiles(tree: SourceTree, entries: readonly SourceEntry[], deps: AnalysisDeps, settings: AnalysisSettings, run: AnalysisRun): Promise<Read> {
  const read: Read = { files: [], texts: new Map(), textBytesLeft: maxManifestsBytes, skipped: tree.skipped.map((one) => ({ ...one, sizeBytes: 0 })), facts: new Map(), documents: [] }
  const small = entries.filter((entry) => {
    if (entry.sizeBytes <= settings.maxFileBytes) return true
    read.skipped.push({ path: entry.path, reason: 'too-large', sizeBytes: entry.sizeBytes })
    return false
  })
  const totalBytes = small.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (totalBytes > settings.maxTotalBytes) throw tooMuchText(totalBytes, settings.maxTotalBytes)
  const hints = await readAttributes(tree, small, run.signal)
  const headersAreCpp = isMostlyCpp(entries.map(({ path }) => path))
  const chunks = new ChunkQueue<Request>((requests) => parseFiles(requests, read, deps, run))
  let seen = 0
  for await (const { entry, content } of tree.blobs(small, run.signal)) {
    seen += 1
    if (isBinary(content)) read.skipped.push({ path: entry.path, reason: 'binary', sizeBytes: entry.sizeBytes })
    else {
      const requests = addFile(read, entry, content, { byPath: classifyPath(entry.path, hints), known: recognise(entry.path, headersAreCpp) })
      for (const request of requests) if (await chunks.add(request)) await run.onProgress?.(seen, small.length)
    }
  }
  await chunks.end()
  await run.onProgress?.(small.length, small.length)
  return read
}

/** What path and name say. */
interface Told {
  readonly byPath: SourceFile['role']
  readonly known: Recognised | undefined
}

const aside: ReadonlySet<SourceFile['role']> = new Set(['vendored', 'test', 'example'])
/** Documents that only stand for others, in tests. */
const standIns = /(?:^|\/)(?:testdata|fixtures?|__fixtures__|mocks?)\//

/** What is to be parsed of it: as a document, as code, as both. */
function addFile(read: Read, entry: SourceEntry, content: Buffer, { byPath, known }: Told): readonly Request[] {
  const lines = countLines(content)
  const head = content.subarray(0, 1_000).toString('utf8')
  const minified = known?.grammar !== undefined && isMinified(content, lines)
  const role = byPath === 'source' && (minified || hasGeneratedMark(head)) ? 'generated' : byPath
  const facts = { path: entry.path, oid: entry.oid, sizeBytes: entry.sizeBytes, lines, language: known?.id, role }
  read.files.push({ ...facts, packageName: undefined, doc: undefined, errorShare: 0 })
  if (manifestNames.test(posix.basename(entry.path)) && content.length <= Math.min(maxManifestBytes, read.textBytesLeft) && role !== 'vendored') {
    read.texts.set(entry.path, content.toString('utf8'))
    read.textBytesLeft -= content.length
  }
  const at = { path: entry.path, oid: entry.oid, content }
  const document = aside.has(role) || standIns.test(entry.path) ? undefined : documentFormat(entry.path, content)
  const requests: Request[] = document !== undefined && (role !== 'generated' || isLockFormat(document)) ? [{ ...at, document }] : []
  if (known?.grammar === undefined) return requests
  if (minified) read.skipped.push({ path: entry.path, reason: 'minified', sizeBytes: entry.sizeBytes })
  else if (role === 'vendored' || role === 'generated') read.skipped.push({ path: entry.path, reason: role, sizeBytes: entry.sizeBytes })
  else requests.push({ ...at, language: known.id, grammar: known.grammar })
  return requests
}

/** Facts come from the cache where the same blob was parsed before, for any repository. */
async function parseFiles(requests: readonly Request[], read: Read, deps: AnalysisDeps, run: AnalysisRun): Promise<void> {
  // A document may say its name without writing it (`Core.csproj`), so a copy under another name is another one.
  const keyOf = (request: Request) => `${request.oid}:${'document' in request ? `${request.document}:${posix.basename(request.path)}` : request.grammar}:${analysisVersion}.${factsFormat}`
  const keep = (request: Request, text: string) => {
    const document = 'document' in request ? readDocumentFacts(text) : undefined
    if (document !== undefined) read.documents.push({ path: request.path, facts: document })
    else if (!('document' in request)) read.facts.set(request.path, readFacts(text))
  }
  const cached = await deps.facts.get(requests.map(keyOf))
  const missing = requests.filter((request) => !cached.has(keyOf(request)))
  for (const request of requests) {
    const text = cached.get(keyOf(request))
    if (text !== undefined) keep(request, text)
  }
  const results = await deps.parser.parse(missing, run.signal)
  const fresh = new Map<string, string>()
  missing.forEach((request, position) => {
    const result = results[position]
    if (result === undefined) return
    if ('failed' in result) {
      read.skipped.push({ path: request.path, reason: result.failed, sizeBytes: request.content.length })
      return
    }
    fresh.set(keyOf(request), result.facts)
    keep(request, result.facts)
  })
  await deps.facts.put(fresh)
}

function withFacts(file: SourceFile, facts: KeptFacts | undefined, text: string | undefined): SourceFile {
  if (facts === undefined && text !== undefined) return { ...file, doc: folderDoc(file.path, text) }
  return facts === undefined ? file : { ...file, packageName: facts.packageName, doc: facts.doc, errorShare: facts.errorShare }
}

function packagesOf(parsed: readonly ParsedFile[]): PackageTable {
  const files = new Map<string, string[]>()
  const definers = new Map<string, string[]>()
  for (const { path, facts } of parsed) {
    if (facts.packageName === undefined) continue
    push(files, facts.packageName, path)
    for (const name of new Set(facts.definitions.flatMap((one) => (one.parent < 0 ? one.name : [])))) push(definers, `${facts.packageName} ${name}`, path)
  }
  return { files, definers }
}
