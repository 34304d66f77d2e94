import { describe, expect, it } from 'vitest'
import { codeMap, moduleNode } from '../../test/support/code-map-fixture.js'
import { letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { quietRun } from '../../test/support/quiet-run.js'
import type { Redivision } from '../analysis/modules/redivide.js'
import type { PageExplainer } from '../documentation/documentation-generator.js'
import { planWiki } from '../documentation/plan-wiki.js'
import { noUsage } from '../documentation/text-model.js'
import { dividedBefore, divideModules } from './divide-modules.js'

const leaf = (id: string) => moduleNode(id, [`${id}/run.ts`], [], { path: id, name: id.toUpperCase() })
const files = Object.fromEntries(['a', 'b', 'c', 'testing'].map((id) => [`${id}/run.ts`, { lines: 90, components: [{ name: `run${id}`, kind: 'function' as const, lines: [1, 80] as const }] }]))
const code = codeMap({ files: { ...files, 'x.test.ts': { lines: 20, role: 'test' } }, modules: moduleNode('overview', [], ['a', 'b', 'c', 'testing'].map(leaf), { path: '' }) })
const plan = planWiki(code, letterboxSubject)
const merge = (...ids: string[]): Redivision => ({ merge: [{ ids }], split: [] })

/** A job over several attempts. */
function job(answer: Redivision | undefined) {
  const [kept, said, asked]: [Map<string, string>, string[], { count: number; paid: number }] = [new Map(), [], { count: 0, paid: 0 }]
  const explainer: Pick<PageExplainer, 'divideModules'> = {
    divideModules: async (_plan, { onUsage, onWarning }) => {
      asked.count += 1
      onUsage({ ...noUsage, calls: 1 })
      if (answer === undefined) onWarning('Nothing was said.')
      return answer
    },
  }
  const run = quietRun({ log: async (level, message) => void said.push(`${level}: ${message}`), spend: async ({ calls }) => void (asked.paid += calls) }, kept)
  return { kept, said, asked, run, attempt: () => divideModules({ code, plan, judged: false }, explainer, run) }
}

describe('the modules of a job that a model divides', () => {
  it('are asked for once, paid, told, and the same in every later attempt', async () => {
    const { attempt, asked, said, run } = job(merge('a', 'b'))
    const divided = await attempt()
    expect(divided.judged).toBe(true)
    expect(divided.code.modules.children.map(({ id }) => id)).toEqual(['c', 'testing', 'a'])
    expect([asked, said]).toEqual([{ count: 1, paid: 1 }, ['info: By the model’s judgement: A and B are one module.']])
    expect(await dividedBefore(code, run)).toEqual(divided)
    expect(await divideModules({ ...divided, plan }, { divideModules: () => Promise.reject(new Error('asked again')) }, run)).toEqual(divided)
  })

  it.each<[string, Redivision | undefined, string[]]>([
    ['nothing', merge(), ['warning: A proposal of the model is left out. A merge did not name two modules or more.']],
    ['nothing of use', undefined, ['warning: Nothing was said.']],
    ['what cannot be', { merge: Array.from({ length: 7 }, () => ({ ids: ['a', 'nobody'] })), split: [] }, [...Array.from({ length: 5 }, () => 'warning: A proposal of the model is left out. A merge named modules that do not stand beside each other.'), 'warning: So are 2 more.']],
  ])('stay the same object when it wants %s, with the reason in the log', async (_, answer, told) => {
    const { attempt, asked, said, run } = job(answer)
    expect((await attempt()).code).toBe(code)
    expect((await attempt()).code).toBe(code)
    const before = await dividedBefore(code, run)
    expect(before.code).toBe(code)
    // Nobody has judged what a model said nothing of.
    expect(before.judged).toBe(answer !== undefined)
    expect([said, asked]).toEqual([told, { count: 1, paid: 1 }])
  })

  it('are not asked for once they have names', async () => {
    const { attempt, asked, kept } = job(merge('a', 'b'))
    kept.set('module-names', '{}')
    expect(await attempt()).toEqual({ code, judged: false })
    expect(asked.count).toBe(0)
  })

  it('keep their addresses from pages of ours: who looks for a merged module finds what it is a part of', async () => {
    const { attempt } = job(merge('a', 'testing'))
    const divided = planWiki((await attempt()).code, letterboxSubject)
    expect(divided.tree.children.map(({ slug, formerSlugs }) => [slug, formerSlugs])).toEqual(expect.arrayContaining([['a', ['testing']], ['about-testing', undefined]]) as unknown)
    expect(divided.pages.map(({ slug }) => slug)).not.toContain('testing')
  })
})
