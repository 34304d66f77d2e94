import { describe, expect, it } from 'vitest'
import { codeMap, moduleNode } from '../../../../test/support/code-map-fixture.js'
import { letterboxCodeMap, letterboxSubject } from '../../../../test/support/letterbox-code-map.js'
import { pageRun } from '../../../../test/support/page-run.js'
import { prompts } from '../../../../test/support/prompts.js'
import { planWiki } from '../../plan-wiki.js'
import { modelErrors, noUsage, type TextModel } from '../../text-model.js'
import { DeterministicGenerator } from '../deterministic/deterministic-generator.js'
import { divisionRequest, isWorthDividing, readDivision } from './divide-modules.js'
import { ModelGenerator } from './model-generator.js'

const settings = { prompts, model: 'planner', maxOutputTokens: 9 }
const paths = (folder: string, count: number) => Array.from({ length: count }, (_, at) => `src/${folder}/f${String(at).padStart(2, '0')}.ts`)
const leaf = (id: string, count: number) => moduleNode(id, paths(id, count), [], { path: `src/${id}` })
const about = (path: string, lines: number) => ({ lines, components: [{ name: `Type${path.replaceAll(/\W/g, '')}`, kind: 'class' as const, lines: [2, 8] as const }] })

/** Four modules of one file, and one that fills most of a page. */
function planOf(lines = 30) {
  const files = [...['a', 'b', 'c', 'd'].flatMap((id) => paths(id, 1)), ...paths('big', 20)]
  const modules = moduleNode('overview', [], [leaf('a', 1), leaf('b', 1), leaf('big', 20), leaf('c', 1), leaf('d', 1)], { path: '' })
  return planWiki(codeMap({ files: Object.fromEntries(files.map((path) => [path, about(path, lines)])), modules }), letterboxSubject)
}
const plan = planOf()
const generatorOf = (complete: TextModel['complete']) => new ModelGenerator({ plain: new DeterministicGenerator('1'), model: { complete }, prompts }, { mainModel: 'm', fallbackModel: undefined, plannerModel: 'planner' })
const saying = (text: string) => generatorOf(async () => ({ text, calls: [], isCut: false, usage: { ...noUsage, calls: 1 } }))

describe('the division of modules', () => {
  it('is asked for in one request to the planner’s model, with the tree, and the files of what may be split', () => {
    const request = divisionRequest(plan, settings)
    expect(request).toMatchObject({ model: 'planner', schema: { required: ['merge', 'split'] }, temperature: 0 })
    expect(request.prompt).toContain('- [[overview]] letterbox (large)\n  - [[a]] A (small)\n    folder: src/a\n')
    expect(request.prompt).toContain('Modules that may be split, with their files:\n- [[big]]\n  - [F1] src/big/f00.ts: `Typesrcbigf00ts`\n  - [F2] src/big/f01.ts')
    expect(request.prompt).not.toContain('F21')
  })

  it('is asked for in the same words when lines come and go', () => {
    expect(divisionRequest(planOf(33), settings)).toEqual(divisionRequest(plan, settings))
  })

  it('is not asked for where nothing could be merged or split', () => {
    expect(isWorthDividing(plan)).toBe(true)
    expect(isWorthDividing(planWiki(letterboxCodeMap(), letterboxSubject))).toBe(false)
  })

  it('is read with files by path, whatever stands around it', () => {
    const answer = `Here:\n\`\`\`json\n${JSON.stringify({ merge: [{ ids: ['[[a]]', 'b '], why: 'One thing.' }], split: [{ id: 'big', groups: [{ title: 'One', files: ['F1', '[F2]', 'F99', 'src/big/f07.ts'] }] }] })}\n\`\`\``
    expect(readDivision(plan, answer)).toEqual({ merge: [{ ids: ['a', 'b'] }], split: [{ id: 'big', groups: [{ title: 'One', files: ['src/big/f00.ts', 'src/big/f01.ts', 'F99', 'src/big/f07.ts'] }] }] })
    expect(readDivision(plan, '{"merge": []}')).toEqual({ merge: [], split: [] })
  })

  it.each(['', '{', '[]', 'I am sorry.', '{"modules": []}', '{"merge": 7}', '{"merge": [{"ids": "a"}], "split": []}', '{"merge": [], "split": [{"id": 1, "groups": []}]}', 'null'])('is none when the answer is %s', (answer) => {
    expect(readDivision(plan, answer)).toBeUndefined()
  })

  it('tells of a model that is away or talks of something else, and costs nothing more', async () => {
    const run = pageRun()
    expect(await saying('Hello.').divideModules(plan, run)).toBeUndefined()
    const away = generatorOf(() => Promise.reject(modelErrors.unavailable('status 503', 5)))
    expect(await away.divideModules(plan, run)).toBeUndefined()
    expect(run.usages).toHaveLength(1)
    expect(run.warnings).toEqual(['Modules stay as the code divides them: nothing of the model’s answer could be used.', expect.stringMatching(/^Modules stay as the code divides them: .*503/)])
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    stop.abort(new Error('told to stop'))
    await expect(saying('{}').divideModules(plan, pageRun({ signal: stop.signal }))).rejects.toThrow('told to stop')
  })

  it('is reckoned before it is asked for, and only where it is', () => {
    const outlook = (divides: boolean) => saying('').planningOutlook(plan, { former: new Map(), divides })
    expect(outlook(true).model).toBe('planner')
    expect(outlook(true).calls.map(({ request }) => request.model)).toEqual(['planner', 'planner'])
    expect(outlook(true).calls[0]?.request).toEqual(divisionRequest(plan, { ...settings, maxOutputTokens: 4_096 }))
    expect(outlook(false).calls).toHaveLength(1)
  })
})
