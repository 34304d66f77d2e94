import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TreeSitterFileParser } from '../../src/analysis/adapters/tree-sitter/tree-sitter-file-parser.js'
import type { CodeMap } from '../../src/analysis/code-map.js'
import { recognise } from '../../src/analysis/languages/registry.js'
import { built } from '../support/built.js'
import { runCli } from '../support/run-cli.js'
import { hostileFiles, type HostileFile } from './files/hostile-files.js'
import { hostileRepository, refused } from './files/hostile-repository.js'

describe('each hostile file alone, then an ordinary one in the same process', () => {
  let parser: TreeSitterFileParser
  beforeAll(() => {
    parser = new TreeSitterFileParser({ entry: built('analysis/adapters/tree-sitter/parse-child.js'), processes: 1 })
  })
  afterAll(() => parser.close())

  const parse = async (files: readonly { readonly path: string; readonly content: string | Buffer }[]) => {
    const requests = files.flatMap(({ path, content }) => {
      const known = recognise(path)
      return known?.grammar === undefined ? [] : [{ path, language: known.id, grammar: known.grammar, content: Buffer.from(content) }]
    })
    return parser.parse(requests, new AbortController().signal)
  }
  const neighbours: Readonly<Record<string, string>> = {
    '.py': 'def plain():\n    return helper()\n', '.js': 'export function plain() { return helper() }\n', '.ts': 'export function plain(): void { helper() }\n',
    '.java': 'class Plain { void plain() { helper(); } }\n', '.c': 'int plain(void) { return helper(); }\n', '.go': 'package a\nfunc plain() { helper() }\n', '.rs': 'fn plain() { helper() }\n',
  }
  const attackers = hostileFiles.filter(({ path }) => neighbours[/\.\w+$/.exec(path)?.[0] ?? ''] !== undefined && /^(nest|long|broken|marks)\//.test(path))

  it.each(attackers.map((one) => [one.path, one] as const))('%s', async (path, one) => {
    const extension = /\.\w+$/.exec(path)?.[0] ?? ''
    const neighbour = { path: `plain${extension}`, content: neighbours[extension] ?? '' }
    const [healthy] = await parse([neighbour])
    // Larger files come first in a batch: the hostile one, then its neighbour.
    const [hurt, beside] = await parse([one, neighbour])
    const [after] = await parse([neighbour])
    expect(healthy).toEqual({ facts: expect.stringContaining('["helper",0,') as string })
    expect([beside, after]).toEqual([healthy, healthy])
    if (hurt !== undefined && 'facts' in hurt) expect(hurt.facts.length).toBeLessThan(one.content.length * 40 + 10_000)
  }, 120_000)
})

/** For each process: its memory, and an end to what does not end by itself. */
const bounds = ['prlimit', '--data=2500000000', '--cpu=1200', '--core=0', '--']

describe('a repository of all of them', () => {
  let folder: string
  let result: Awaited<ReturnType<typeof runCli>>
  let code: CodeMap
  let events: readonly { readonly message?: string; readonly status?: string; readonly gaps?: readonly unknown[] }[]
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'codewiki-hostile-'))
    hostileRepository(join(folder, 'repository'), hostileFiles)
    result = await runCli(folder, ['generate', join(folder, 'repository'), '--json', '--output', join(folder, 'wiki')], {}, { under: bounds, timeoutMs: 1_140_000 })
    events = result.out.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as (typeof events)[number])
    if (result.code === 0) code = JSON.parse(readFileSync(join(folder, 'wiki/code_map.json'), 'utf8')) as CodeMap
  }, 1_200_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is documented by the real job, in bounded time and memory', () => {
    expect(result).toMatchObject({ code: 0 })
    expect(events.at(-1)).toMatchObject({ status: 'completed', gaps: [] })
  })

  it('says of each file what became of it', () => {
    const reasons = new Map(code.skipped.map(({ path, reason }) => [path, reason]))
    const read = new Map(code.files.map((file) => [file.path, file]))
    const became = ({ path }: HostileFile): string => {
      const reason = reasons.get(path)
      if (reason !== undefined) return `left out: ${reason}`
      const file = read.get(path)
      if (file === undefined) return 'lost'
      return recognise(path)?.grammar === undefined ? 'counted' : file.errorShare > 0.05 ? 'partly' : 'parsed'
    }
    const wanted = ({ expected }: HostileFile) => (typeof expected === 'string' ? expected : `left out: ${expected.leftOut}`)
    const told = hostileFiles.map((file) => [file.path, became(file)])
    expect(told.filter(([, what]) => what === 'lost')).toEqual([])
    const certain = hostileFiles.filter(({ expected }) => expected !== 'any')
    expect(certain.map((file) => [file.path, became(file)])).toEqual(certain.map((file) => [file.path, wanted(file)]))
    expect(code.skipped.filter(({ reason }) => reason === 'symlink' || reason === 'submodule' || reason === 'unsafe-name').map(({ reason }) => reason).sort()).toEqual(refused.map(({ reason }) => reason).sort())
  })

  it('has no dead link, citation or diagram, by its own verification and by a look at the files', () => {
    expect(events.map(({ message }) => message).find((message) => /diagrams? hold/.test(message ?? ''))).toMatch(/links?, [\d,]+ citations?, [\d,]+ diagrams? hold$/)
    const names = new Set(readdirSync(join(folder, 'wiki')))
    const pages = [...names].filter((name) => name.endsWith('.md'))
    const targets = pages.flatMap((name) => [...readFileSync(join(folder, 'wiki', name), 'utf8').matchAll(/\]\(([a-z0-9-]+\.md)(?:#[^)\s]*)?\)/g)].map(([, target = '']) => target))
    expect(targets.length).toBeGreaterThan(100)
    expect(targets.filter((target) => !names.has(target))).toEqual([])
  })
})
