import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../../test/support/letterbox-code-map.js'
import { pageRun } from '../../../../test/support/page-run.js'
import { prompts } from '../../../../test/support/prompts.js'
import { DeterministicGenerator } from '../deterministic/deterministic-generator.js'
import { planWiki } from '../../plan-wiki.js'
import { noUsage, type TextRequest } from '../../text-model.js'
import { verifyWiki } from '../../verify-wiki.js'
import type { WikiPlan } from '../../wiki-plan.js'
import { ModelGenerator } from './model-generator.js'
import { topicFacts } from './topic-facts.js'

/** Letterbox with so many tests that its testing page tells something; each line of theirs moved down by `shift`. */
function tested(tests: number, shift = 0): WikiPlan {
  const code = letterboxCodeMap()
  const [example] = code.files.filter(({ role }) => role === 'test')
  if (example === undefined) throw new Error('no test')
  const paths = Array.from({ length: tests }, (_, at) => `test/queue-${at}.test.ts`)
  return planWiki(
    {
      ...code,
      files: [...code.files, ...paths.map((path) => ({ ...example, path, lines: 70 + shift }))],
      references: [...code.references, ...paths.map((from) => ({ from, to: 'src/transport/pigeon.ts#PigeonTransport', kind: 'new' as const, tier: 'import' as const, lines: [9 + shift], count: 1 }))],
      imports: [...code.imports, ...paths.map((from) => ({ from, specifier: './queue-0.test.js', targets: ['test/queue-0.test.ts'], line: 1 + shift }))],
      project: { ...code.project, commands: ['unit', 'e2e', 'attacks', 'contracts'].map((name, at) => ({ value: { purpose: 'test' as const, command: `npm run test:${name}`, runs: `vitest run test/${name} --coverage --reporter dot` }, path: 'package.json', startLine: 11 + at, endLine: 11 + at })) },
    },
    letterboxSubject,
  )
}

const testing = (plan: WikiPlan) => {
  const found = plan.pages.find((page) => page.kind === 'topic' && page.address === 'testing')
  return found?.kind === 'topic' ? found : expect.fail('no testing page')
}

function generating(text: string) {
  const asked: TextRequest[] = []
  const model = { complete: async (request: TextRequest) => (asked.push(request), { text, calls: [], isCut: false, usage: noUsage }) }
  return { asked, generator: new ModelGenerator({ plain: new DeterministicGenerator('1'), model, prompts }, { mainModel: 'm', fallbackModel: undefined }) }
}

describe('a page about the repository as a whole', () => {
  it('is explained from what its tables tell, by id and without figures', async () => {
    const plan = tested(5)
    const { asked, generator } = generating('Tests run with `npm run test:unit` [S2]. They go with [[transport]] [S4].')
    const { page, summary } = await generator.explain(plan, testing(plan), pageRun())
    expect(asked[0]?.prompt).toMatch(/- \[S2\] file `package.json`/)
    expect(asked[0]?.prompt).toMatch(/- Command: `npm run test:unit`; Runs: `vitest run test\/unit --coverage --reporter dot`; Source: \[S2\]/)
    expect(asked[0]?.prompt).toMatch(/- Module: \[\[transport\]\]; Those that touch most: `queue-0.test.ts` \[S\d+\]/)
    expect(asked[0]?.prompt).not.toMatch(/70|\d test files/)
    expect(page).toMatchObject({ origin: 'model', kind: 'topic' })
    expect(page.markdown).toMatch(/^# Testing\n\n## How it works\n\nTests run with `npm run test:unit` \(\[package.json:11\]\(source\/package.json#L11-L11\)\). They go with \[Transport\]\(transport.md\)/)
    expect(summary).toBe('Tests run with `npm run test:unit`. They go with Transport.')
    const files = new Map(plan.code.files.map((file) => [file.path, file]))
    const checked = verifyWiki({ pages: [{ page, links: [], anchors: [], invalidDiagrams: [] }], tree: { ...plan.tree, children: [] }, files, components: plan.code.components })
    expect(checked.filter(({ code }) => code !== 'missing-page' && code !== 'orphan-page')).toEqual([])
  })

  it('has the same prompt when only lines have moved', () => {
    const [before, after] = [tested(5), tested(5, 3)]
    expect(topicFacts(after, testing(after))?.text).toBe(topicFacts(before, testing(before))?.text)
  })

  it('stays as the code gives it where that says little', async () => {
    const plan = planWiki(letterboxCodeMap(), letterboxSubject)
    const { asked, generator } = generating('It is tested [S1].')
    expect(generator.needs(plan, testing(plan))).toBeUndefined()
    expect((await generator.explain(plan, testing(plan), pageRun())).page.origin).toBe('analysis')
    expect(asked).toEqual([])
    expect(generator.needs(tested(5), testing(tested(5)))).toEqual([])
  })
})
