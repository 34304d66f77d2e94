import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Language as Grammar, Parser, Query } from 'web-tree-sitter'
import { serveRequests } from '../../../platform/child-pool.js'
import type { Language as KnownLanguage } from '../../language.js'
import { languageOf } from '../../languages/registry.js'
import { extractFacts } from './extract-facts.js'
import type { BatchPart, BatchRequest } from './tree-sitter-file-parser.js'

/** Entry of a forked parser process. */

interface Loaded {
  readonly parser: Parser
  readonly query: Query
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
  return { parser, query: new Query(wasm, names.map((name) => readFileSync(new URL(`${name}.scm`, queries), 'utf8')).join('\n')) }
}

async function parse(file: BatchRequest['files'][number]): Promise<BatchPart> {
  const { path, language: id, grammar, content } = file
  const language = languageOf(id)
  if (language === undefined) throw new Error(`no language ${id}`)
  let ready = loaded.get(grammar)
  if (ready === undefined) loaded.set(grammar, (ready = load(grammar, language)))
  const { parser, query } = await ready
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8').replaceAll('\0', ' ')
  const tree = parser.parse(language.prepare?.(text) ?? text)
  if (tree === null) throw new Error('the parser gave up')
  const facts = JSON.stringify(extractFacts(tree, query, language, path))
  tree.delete()
  return facts
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
