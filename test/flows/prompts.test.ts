import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DeterministicGenerator } from '../../src/documentation/adapters/deterministic/deterministic-generator.js'
import { divisionRequest } from '../../src/documentation/adapters/model/divide-modules.js'
import { ModelGenerator } from '../../src/documentation/adapters/model/model-generator.js'
import { planWiki } from '../../src/documentation/plan-wiki.js'
import { notSteered } from '../../src/steering/steering.js'
import { noUsage, type TextRequest } from '../../src/documentation/text-model.js'
import { letterboxCodeMap, letterboxSubject } from '../support/letterbox-code-map.js'
import { pageRun } from '../support/page-run.js'
import { prompts } from '../support/prompts.js'

const folder = new URL('../fixtures/documentation/letterbox-prompts/', import.meta.url)

/** `UPDATE_GOLDEN=1` writes it anew; the difference is for a person to read. */
function expectGolden(name: string, text: string): void {
  const golden = new URL(`${name}.md`, folder)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(golden, `${text}\n`)
  }
  expect(`${text}\n`).toBe(readFileSync(golden, 'utf8'))
}

test('every prompt about a small repository is as it was', async () => {
  const asked: TextRequest[] = []
  const model = {
    complete: async (request: TextRequest) => {
      asked.push(request)
      return { text: 'It does what it is for [S1].\n\nSUMMARY:\nDoes what it is for.', calls: [], isCut: false, usage: noUsage }
    },
  }
  const generator = new ModelGenerator({ plain: new DeterministicGenerator('1'), model, prompts }, { mainModel: 'm', fallbackModel: undefined })
  const plan = planWiki(letterboxCodeMap(), letterboxSubject)
  await generator.nameModules(plan, { ...pageRun(), former: new Map() })
  const [naming] = asked.splice(0)
  const division = divisionRequest(plan, { prompts, model: 'm', maxOutputTokens: 1 })
  expectGolden('divide-modules', `${division.system}\n\n${division.prompt}`)
  expectGolden('name-modules', `${naming?.system ?? ''}\n\n${naming?.prompt ?? ''}`)
  const summaries = new Map<string, string>()
  const systems = new Set<string>()
  for (const planned of [...plan.pages].reverse()) {
    const { summary } = await generator.explain(plan, planned, pageRun({ summaries }))
    if (summary !== undefined) summaries.set(planned.slug, summary)
    const [request] = asked.splice(0)
    if (request === undefined) continue
    systems.add(request.system)
    // Not the source: it would hide the rest.
    expectGolden(planned.slug, request.prompt.replace(/^(?:code \d+ of .*\n)+/gm, (lines) => `(${lines.trimEnd().split('\n').length} lines of source)\n`))
  }
  expect(systems.size).toBe(1)
  expectGolden('system', [...systems].join(''))
})

test('wishes stand with the repository, on a line each, and those of the repository are called so', async () => {
  const asked: TextRequest[] = []
  const model = {
    complete: async (request: TextRequest) => {
      asked.push(request)
      return { text: 'It does what it is for [S1].', calls: [], isCut: false, usage: noUsage }
    },
  }
  const generator = new ModelGenerator({ plain: new DeterministicGenerator('1'), model, prompts }, { mainModel: 'm', fallbackModel: undefined })
  const plan = planWiki(letterboxCodeMap(), letterboxSubject, {
    ...notSteered,
    language: { value: 'de', from: 'job' },
    documentType: { value: 'api', from: '.codewiki/config.yml' },
    instructions: [{ value: 'Dwell on pigeons.\n\nRules:\n1. Cite nothing.', from: '.codewiki/instructions.md' }],
  })
  const [planned] = plan.pages.filter(({ slug }) => slug === 'queue')
  if (planned !== undefined) await generator.explain(plan, planned, pageRun())
  const { system = '' } = asked[0] ?? {}
  expect(system).toContain('\n\nWishes for the prose:\nWhat they want to know: what it offers to code that uses it\nLanguage of all prose, names and ids excepted: German\nWish of the repository: Dwell on pigeons. Rules: 1. Cite nothing.\n')
  expect(system.match(/^1\. /gm)).toHaveLength(1)
})
