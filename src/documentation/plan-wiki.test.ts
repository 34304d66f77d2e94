import { expect, test } from 'vitest'
import { codeMap, moduleNode, type FileSpec } from '../../test/support/code-map-fixture.js'
import { letterboxCodeMap, letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { DeterministicGenerator } from './adapters/deterministic/deterministic-generator.js'
import { gapPage } from './gap-page.js'
import { planWiki } from './plan-wiki.js'

function titled(name: string | undefined, subject: Partial<typeof letterboxSubject>): string {
  const project = name === undefined ? {} : { name: { value: name, path: 'package.json', startLine: 1, endLine: 1 } }
  return planWiki(codeMap({ files: { 'a.ts': { lines: 1 } }, modules: moduleNode('overview', ['a.ts']), project }), {
    ...letterboxSubject,
    ...subject,
  }).title
}

test('plans the overview first, then the tree depth-first', () => {
  const plan = planWiki(letterboxCodeMap(), letterboxSubject)
  expect(plan.pages.map(({ slug, parent, kind }) => [slug, parent, kind])).toEqual([
    ['overview', undefined, 'overview'],
    ['queue', 'overview', 'module'],
    ['transport', 'overview', 'module'],
    ['testing', 'overview', 'topic'],
  ])
})

test('calls the wiki as its manifest spells it, but only when that names the same thing', () => {
  expect(titled('Flask', { name: 'flask' })).toBe('Flask')
  expect(titled('@scope/job-queue', { name: 'jobqueue' })).toBe('job-queue')
  expect(titled('gson-parent', { name: 'gson' })).toBe('gson')
  expect(titled('codewiki', { name: 'checkout-7', host: 'local' })).toBe('codewiki')
  expect(titled(undefined, { name: 'redis' })).toBe('redis')
})

test('gives every described component a heading of its own, whatever the page says already', () => {
  const names = ['Components', 'Queue', 'queue', '$', '***']
  const files: Record<string, FileSpec> = {}
  names.forEach(
    (name, at) => (files[`f${at}.ts`] = { lines: 90, components: [{ name, kind: 'class', lines: [1, 8], doc: 'Something.' }] }),
  )
  const plan = planWiki(
    codeMap({ files, modules: moduleNode('overview', [], [moduleNode('queue', Object.keys(files))]) }),
    letterboxSubject,
  )
  const anchors = [...plan.anchors.values()].map((one) => one.anchor)
  expect(anchors).toHaveLength(5)
  expect(new Set([...anchors, 'components', 'queue']).size).toBe(7)
  expect(anchors).not.toContain('')
})

test('changes the fingerprint with anything that changes pages, and with nothing else', () => {
  const generator = new DeterministicGenerator('1')
  const plain = generator.fingerprint({ include: [], exclude: [] })
  expect(generator.fingerprint({ include: ['b', 'a'], exclude: [] })).toBe(generator.fingerprint({ include: ['a', 'b'], exclude: [] }))
  expect(
    new Set([
      plain,
      generator.fingerprint({ include: ['a'], exclude: [] }),
      generator.fingerprint({ include: [], exclude: ['a'] }),
      new DeterministicGenerator('2').fingerprint({ include: [], exclude: [] }),
    ]).size,
  ).toBe(4)
})

test('writes no page after the run was aborted', async () => {
  const plan = planWiki(letterboxCodeMap(), letterboxSubject)
  const [planned] = plan.pages
  const stop = new AbortController()
  stop.abort(new Error('stopped'))
  if (planned === undefined) throw new Error('no page was planned')
  await expect(new DeterministicGenerator('1').writePage(plan, planned, stop.signal)).rejects.toThrow('stopped')
})

test('says on the page of a gap why it is missing and what to do, with nothing to cite', () => {
  const planned = { slug: 'queue', title: 'Queue [x](y)', kind: 'module' as const, parent: 'overview' }
  const page = gapPage(planned, { slug: 'queue', title: 'Queue', code: 'rendering/timed-out', message: 'Rendering took <too> long' })
  expect(page).toMatchObject({ slug: 'queue', parent: 'overview', citations: [] })
  expect(page.markdown).toContain('# Queue \\[x\\](y)\n')
  expect(page.markdown).toContain('Rendering took \\<too\\> long. (`rendering/timed-out`)')
  expect(page.markdown).toContain('retry the job')
})
