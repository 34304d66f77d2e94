import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../../../test/support/letterbox-code-map.js'
import { pageRun } from '../../../../../test/support/page-run.js'
import { planWiki } from '../../../plan-wiki.js'
import { citedComponents } from '../cited-components.js'
import { Citables } from './citables.js'
import { toolbox, toolDefinitions } from './toolbox.js'

const plan = planWiki(letterboxCodeMap(), letterboxSubject)
const planned = plan.modulePages.find(({ slug }) => slug === 'queue')

function box() {
  if (planned === undefined) throw new Error('no page')
  const citables = new Citables(citedComponents(plan, planned, { all: false }))
  const read: string[] = []
  const base = pageRun()
  const run = { ...base, readSources: (paths: readonly string[]) => base.readSources(paths).then((found) => (read.push(...paths), found)), summaries: new Map([['transport', 'Delivers letters.']]) }
  const tools = toolbox({ plan, slug: 'queue', citables, run })
  return { citables, read, look: (name: string, input: object) => tools.call({ name, input: JSON.stringify(input) }), tools }
}

describe('look-ups', () => {
  it('read lines of a file, or of a definition counted from its own first line, and give ids for what stands there', async () => {
    const { look, citables } = box()
    expect(await look('read_lines', { path: 'S3', from: 1, to: 2 })).toBe(
      'Of src/queue/letter-queue.ts:\n```\ncode 30 of src/queue/letter-queue.ts\ncode 31 of src/queue/letter-queue.ts\n```\nThese lines belong to:\n- [S3] method `LetterQueue.put` in src/queue/letter-queue.ts\n  signature: method put\n  comment: Adds a letter | once.',
    )
    expect(await look('read_lines', { path: 'src/transport/pigeon.ts', from: 21, to: 21 })).toContain('- [S8] method `PigeonTransport.deliver` in src/transport/pigeon.ts, module [[transport]]')
    expect(citables.added.map(({ id, component }) => [id, component.qualifiedName])).toEqual([['S8', 'PigeonTransport.deliver']])
    expect(citables.idOf(citables.added[0]?.component ?? expect.fail())).toBe('S8')
  })

  it('find definitions, who refers to them, and what they refer to', async () => {
    const { look } = box()
    expect(await look('find_symbol', { name: 'pigeontransport' })).toMatch(/^- \[S8\] class `PigeonTransport` in src\/transport\/pigeon.ts, module \[\[transport\]\]\n/)
    expect(await look('callers', { id: 'S1' })).toMatch(/^- \[S9\] function `main` in src\/cli.ts/)
    expect(await look('callees', { id: '[S8]' })).toContain('`Letter` in src/queue/letter.ts')
    expect(await look('find_symbol', { name: 'nothing' })).toBe('Nothing is called nothing.')
  })

  it('search text, the module’s own files first, list folders, and tell what other modules are for', async () => {
    const { look, read } = box()
    expect(await look('search_text', { text: 'CODE 31 OF src/queue/letter-queue' })).toBe('- src/queue/letter-queue.ts, in [S3] method `LetterQueue.put`: code 31 of src/queue/letter-queue.ts')
    expect(read.slice(0, 3)).toEqual(['src/queue/index.ts', 'src/queue/letter-queue.ts', 'src/queue/letter.ts'])
    expect(await look('list_directory', { path: './src/' })).toBe('- cli.ts\n- queue/\n- transport/')
    expect(await look('read_summary', { slug: 'transport' })).toBe('[[transport]]: Delivers letters.')
    expect(await look('read_summary', { slug: 'overview' })).toMatch(/^\[\[overview\]\]: Brings together/)
  })

  it.each([
    ['read_lines', { path: '/etc/passwd', from: 1, to: 9 }],
    ['read_lines', { path: '../../etc/passwd', from: 1, to: 9 }],
    ['read_lines', { path: 'src/../../../etc/passwd', from: 1, to: 9 }],
    ['read_lines', { path: 'logo_x.png', from: 1, to: 9 }],
    ['list_directory', { path: '/etc' }],
    ['list_directory', { path: '..' }],
    ['read_summary', { slug: '__proto__' }],
    ['callers', { id: 'S999' }],
  ])('%s of %o says that there is no such thing, and reads nothing', async (name, input) => {
    const { look, read } = box()
    expect(await look(name, input)).toMatch(/^There is no /)
    expect(read).toEqual([])
  })

  it('answer bad input with what is wrong with it', async () => {
    const { tools, look } = box()
    expect(await look('read_lines', { path: 'src/cli.ts', from: 0, to: 'x' })).toMatch(/^The input cannot be used: from /)
    expect(await tools.call({ name: 'callers', input: '{"id": ' })).toBe('The input is no JSON.')
    expect(await tools.call({ name: 'constructor', input: '{}' })).toMatch(/^There is no tool of that name/)
  })

  it('take whatever a model writes without throwing, within bounds', async () => {
    const names = fc.oneof(fc.constantFrom(...toolDefinitions.map(({ name }) => name)), fc.string())
    const value = fc.oneof(fc.string(), fc.integer(), fc.constantFrom('S1', 'src/cli.ts', 'queue', 'code', null))
    const input = fc.oneof(fc.string(), fc.dictionary(fc.constantFrom('path', 'from', 'to', 'id', 'name', 'text', 'slug'), value).map((one) => JSON.stringify(one)))
    await fc.assert(
      fc.asyncProperty(names, input, async (name, text) => {
        expect((await box().tools.call({ name, input: text })).length).toBeLessThan(12_100)
      }),
      { numRuns: 300 },
    )
  })
})
