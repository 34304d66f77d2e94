import { expect, test } from 'vitest'
import { codeMap, moduleNode, type FileSpec } from '../../test/support/code-map-fixture.js'
import { letterboxCodeMap, letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { smallFigures, writeWiki } from '../../test/support/write-wiki.js'
import { readModulesFile } from './modules-file.js'
import { planWiki } from './plan-wiki.js'
import { wikiFiles, type WikiFile } from './wiki-files.js'
import type { Wiki } from './wiki.js'

const nothingCovered: Wiki['coverage'] = {
  sourceFiles: 0,
  documentedFiles: 0,
  publicComponents: 0,
  documentedPublicComponents: 0,
  totalComponents: 0,
  citations: 0,
  links: 0,
  diagrams: 0,
  skippedFiles: 0,
}

async function letterboxFiles(): Promise<Map<string, WikiFile>> {
  const code = letterboxCodeMap()
  const plan = planWiki(code, letterboxSubject)
  const pages = await writeWiki(plan)
  const { coverage } = smallFigures
  const wiki: Wiki = { title: plan.title, summary: plan.summary, pages, tree: plan.tree, gaps: [], coverage }
  return wikiFiles(wiki, code, letterboxSubject, { generatorVersion: '0.1.0', mainModel: undefined, modulesJudged: false, timestamp: '2026-01-02T03:04:05Z' })
}

function parse(files: ReadonlyMap<string, WikiFile>, name: string): unknown {
  return JSON.parse([...(files.get(name) ?? 'null')].join(''))
}

test('writes the module tree in the shape of the original, named by page', async () => {
  const files = await letterboxFiles()
  expect(parse(files, 'module_tree.json')).toEqual({
    queue: {
      title: 'Queue',
      path: 'src/queue',
      components: [
        'src/queue/letter-queue.ts#maxLetters',
        'src/queue/letter-queue.ts#LetterQueue',
        'src/queue/letter-queue.ts#compact',
        'src/queue/letter.ts#Letter',
      ],
      children: {},
    },
    transport: {
      title: 'Transport',
      path: 'src/transport',
      components: ['src/transport/pigeon.ts#PigeonTransport', 'src/transport/transport.ts#Transport'],
      children: {},
    },
  })
})

test('writes the first module tree as it was before modules were split: each with all of its components', async () => {
  const files: Record<string, FileSpec> = {}
  for (const path of ['a/own.ts', 'a/x/x.ts', 'a/y/y.ts']) files[path] = { lines: 9, components: [{ name: 'f', kind: 'function', lines: [1, 9] }] }
  const inner = [moduleNode('x', ['a/x/x.ts']), moduleNode('y', ['a/y/y.ts'])]
  const code = codeMap({ files, modules: moduleNode('overview', [], [moduleNode('a', ['a/own.ts'], inner, { path: 'a' })]) })
  const { tree, title, summary } = planWiki(code, letterboxSubject)
  const wiki: Wiki = { title, summary, pages: [], tree, gaps: [], coverage: nothingCovered }
  const written = wikiFiles(wiki, code, letterboxSubject, { generatorVersion: '1', mainModel: undefined, modulesJudged: false, timestamp: '' })
  expect(parse(written, 'first_module_tree.json')).toEqual({
    a: { title: 'A', path: 'a', components: ['a/own.ts#f', 'a/x/x.ts#f', 'a/y/y.ts#f'], children: {} },
  })
  expect(Object.keys((parse(written, 'module_tree.json') as { a: { children: object } }).a.children)).toEqual(['x', 'y'])
})

test('writes the metadata of the original with our additions beside', async () => {
  expect(parse(await letterboxFiles(), 'metadata.json')).toMatchObject({
    generation_info: {
      timestamp: '2026-01-02T03:04:05Z',
      main_model: null,
      generator_version: '0.1.0',
      repo_path: 'https://github.com/example/letterbox',
      commit_id: letterboxSubject.commit,
      modules_from: null,
    },
    statistics: { total_components: 13, leaf_nodes: 2, max_depth: 1 },
    files_generated: [
      'overview.md',
      'queue.md',
      'transport.md', 'testing.md', 'quality.md',
      'module_tree.json',
      'first_module_tree.json',
      'citations.json',
      'code_map.json',
      'modules.json',
      'llms.txt',
    ],
    gaps: [],
  })
})

test('writes what machines read: citations by page, the code map, a table of contents', async () => {
  const files = await letterboxFiles()
  expect(parse(files, 'citations.json')).toContainEqual(
    expect.objectContaining({
      page: 'queue',
      citations: expect.arrayContaining([
        expect.objectContaining({ path: 'src/queue/letter-queue.ts', startLine: 12, endLine: 150, symbol: 'LetterQueue' }),
      ]) as unknown,
    }),
  )
  expect(parse(files, 'code_map.json')).toMatchObject({
    format: 1,
    commit: letterboxSubject.commit,
    ...(JSON.parse(JSON.stringify({ modules: letterboxCodeMap().modules })) as object),
  })
  expect(files.get('llms.txt')).toContain('# letterbox\n\n> sends letters, once\n')
  expect(files.get('llms.txt')).toContain('  - [Queue](queue.md): Keeps letters until somebody takes them, across restarts.\n')
})

test('says whose modules were kept, and hands its own on', () => {
  const code = { ...letterboxCodeMap(), modulesFrom: 'e'.repeat(40) }
  const { tree, title, summary } = planWiki(code, letterboxSubject)
  const wiki: Wiki = { title, summary, pages: [], tree, gaps: [], coverage: nothingCovered }
  const files = wikiFiles(wiki, code, letterboxSubject, { generatorVersion: '1', mainModel: undefined, modulesJudged: false, timestamp: '' })
  expect(parse(files, 'metadata.json')).toMatchObject({ generation_info: { modules_from: 'e'.repeat(40) } })
  expect(readModulesFile([...(files.get('modules.json') ?? '')].join(''))).toEqual({ commit: letterboxSubject.commit, modulesFrom: 'e'.repeat(40), judged: false, modules: code.modules })
})

test('names the timestamp nowhere but in the metadata', async () => {
  const files = await letterboxFiles()
  expect([...files].filter(([, text]) => [...text].join('').includes('2026-01-02T03:04:05Z')).map(([name]) => name)).toEqual(['metadata.json'])
})
