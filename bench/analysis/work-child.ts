// Parses, extracts or analyses what work trees hold, and prints what that took: one kind in each process, so that none warms up another.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Language as Grammar, Parser } from 'web-tree-sitter'
import { SqliteFactsCache } from '../../src/analysis/adapters/sqlite/sqlite-facts-cache.js'
import { extractFacts } from '../../src/analysis/adapters/tree-sitter/extract-facts.js'
import { FactsQuery } from '../../src/analysis/adapters/tree-sitter/facts-query.js'
import type { Language } from '../../src/analysis/language.js'
import { languageOf } from '../../src/analysis/languages/registry.js'
import { closeDatabase } from '../../src/platform/sqlite/close-database.js'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { built } from '../../test/support/built.js'
import { CodeMaps } from '../quality/code-maps.js'
import { parsedFiles } from './parsed-files.js'
import { childrenSeconds } from './processes.js'
import { sourceTree, workSchema, type Result } from './work.js'

const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6
const work = workSchema.parse(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')))
const result = JSON.stringify(work.kind === 'analyse' ? await analyse() : await parse(work.kind))
if (work.answer === undefined) console.log(result)
else writeFileSync(work.answer, result)

async function parse(kind: 'parse' | 'extract'): Promise<Result> {
  await Parser.init()
  const tools = new Map<string, { readonly parser: Parser; readonly query: FactsQuery }>()
  const files = work.trees.flatMap(parsedFiles)
  let [cpuSeconds, lines] = [0, 0]
  for (const { path, text, language: id, grammar } of files) {
    const language = languageOf(id)
    if (language === undefined) continue
    const known = tools.get(grammar) ?? (await load(grammar, language))
    tools.set(grammar, known)
    const before = process.cpuUsage()
    const source = language.prepare?.(text) ?? text
    const tree = known.parser.parse(source)
    if (tree === null) continue
    if (kind === 'extract') JSON.stringify(extractFacts({ tree, source, path }, known.query, language))
    tree.delete()
    cpuSeconds += seconds(process.cpuUsage(before))
    lines += text.split('\n').length - 1
  }
  return { cpuSeconds, files: files.length, lines }
}

async function load(grammar: string, language: Language): Promise<{ readonly parser: Parser; readonly query: FactsQuery }> {
  const wasm = await Grammar.load(fileURLToPath(built(`grammars/${grammar}.wasm`)))
  const parser = new Parser()
  parser.setLanguage(wasm)
  const queries = language.queries?.[grammar] ?? [grammar]
  return { parser, query: new FactsQuery(wasm, queries.map((name) => readFileSync(built(`analysis/languages/${name}.scm`), 'utf8')).join('\n')) }
}

/** With its parser processes, their start included. */
async function analyse(): Promise<Result> {
  const [own, below] = [process.cpuUsage(), childrenSeconds()]
  const database = work.facts === undefined ? undefined : openDatabase(work.facts, { durability: 'normal' })
  const maps = new CodeMaps(database === undefined ? undefined : new SqliteFactsCache(database))
  let [files, lines] = [0, 0]
  for (const tree of work.trees) {
    const code = await maps.analyse(sourceTree(tree))
    const parsed = code.files.filter((file) => languageOf(file.language) !== undefined)
    files += parsed.length
    lines += parsed.reduce((sum, file) => sum + file.lines, 0)
  }
  await maps.close()
  if (database !== undefined) closeDatabase(database)
  return { cpuSeconds: seconds(process.cpuUsage(own)) + childrenSeconds() - below, files, lines }
}
