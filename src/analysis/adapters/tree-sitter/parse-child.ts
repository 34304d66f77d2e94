import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Language as Grammar, Parser, Query, type Tree } from 'web-tree-sitter'
import { serveRequests } from '../../../platform/child-pool.js'
import { writeFacts } from '../../facts-text.js'
import type { FileFacts } from '../../file-facts.js'
import type { LiteralFacts } from '../../frameworks/literal-facts.js'
import { literalQueries } from '../../frameworks/literal-queries.js'
import { frameworksOf, recogniseFrameworks, wantedNames } from '../../frameworks/recognise.js'
import type { Language as KnownLanguage } from '../../language.js'
import { readDocument } from '../../documents/document-formats.js'
import { languageOf } from '../../languages/registry.js'
import { extractFacts } from './extract-facts.js'
import { FactsQuery } from './facts-query.js'
import { findLiterals } from './find-literals.js'
import type { BatchPart, BatchRequest } from './tree-sitter-file-parser.js'

/** Entry of a forked parser process. */

interface Loaded {
  readonly parser: Parser
  readonly query: FactsQuery
  /** Made when a file first asks: most do not. Undefined: the grammar has none. */
  readonly literals: (() => Query) | undefined
}

const loaded = new Map<string, Promise<Loaded>>()
const grammars = new URL('../../../grammars/', import.meta.url)
const queries = new URL('../../languages/', import.meta.url)

async function load(grammar: string, language: KnownLanguage): Promise<Loaded> {
  await Parser.init()
  const wasm = await Grammar.load(fileURLToPath(new URL(`${grammar}.wasm`, grammars)))
  const parser = new Parser()
  parser.setLanguage(wasm)
  const names = language.queries?.[grammar] ?? [grammar]
  const second = literalQueries[grammar]
  let made: Query | undefined
  const literals = second === undefined ? undefined : () => (made ??= new Query(wasm, readFileSync(new URL(`literals/${second.file}.scm`, queries), 'utf8')))
  return { parser, literals, query: new FactsQuery(wasm, names.map((name) => readFileSync(new URL(`${name}.scm`, queries), 'utf8')).join('\n')) }
}

async function parse(file: BatchRequest['files'][number]): Promise<BatchPart> {
  const { path, content } = file
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8').replaceAll('\0', ' ')
  if ('document' in file) return documentFacts(file.document, path, text)
  const { grammar } = file
  const language = languageOf(file.language)
  if (language === undefined) throw new Error(`no language ${file.language}`)
  let ready = loaded.get(grammar)
  if (ready === undefined) loaded.set(grammar, (ready = load(grammar, language)))
  const { parser, query, literals } = await ready
  const source = language.prepare?.(text) ?? text
  const tree = parser.parse(source)
  if (tree === null) throw new Error('the parser gave up')
  const facts = extractFacts({ tree, source, path }, query, language)
  const whole = writeFacts({ ...facts, ...literalFacts(tree, literals, facts, { language: language.id, text }) })
  tree.delete()
  return whole
}

/** Only files that read the environment or use a known framework are asked a second time. */
function literalFacts(tree: Tree, query: (() => Query) | undefined, facts: FileFacts, { language, text }: { readonly language: string; readonly text: string }): LiteralFacts {
  if (query === undefined) return {}
  const evidence = { language, text, imports: facts.imports, bindings: facts.bindings }
  const used = frameworksOf(evidence)
  const reads = Object.values(literalQueries).some((one) => one.reads.test(text))
  if (used.length === 0 && !reads) return {}
  const wanted = wantedNames(used)
  const { settings, calls } = findLiterals(tree, query(), facts.definitions, (name) => wanted.has(name))
  const { routes, commands } = recogniseFrameworks(used, calls, evidence)
  return { ...(settings.length === 0 ? {} : { settings }), ...(routes.length === 0 ? {} : { routes }), ...(commands.length === 0 ? {} : { commands }) }
}

/** What a person wrote wrong, or an attacker on purpose, costs that one file. */
function documentFacts(format: string, path: string, text: string): string | null {
  try {
    return JSON.stringify(readDocument(format, path, text) ?? null)
  } catch {
    return null
  }
}

serveRequests(async ({ files }: BatchRequest, tell: (part: BatchPart) => Promise<void>): Promise<undefined> => {
  for (const file of files) {
    try {
      await tell(await parse(file))
    } catch {
      // What throws out of WebAssembly leaves its memory in nobody knows what state: the next file gets a new process.
      process.exit(70)
    }
  }
})
