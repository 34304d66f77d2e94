import { expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { pageRun } from '../../test/support/page-run.js'
import { prompts } from '../../test/support/prompts.js'
import { DeterministicGenerator } from '../documentation/adapters/deterministic/deterministic-generator.js'
import { memoryModelLedger } from '../documentation/adapters/memory/memory-model-ledger.js'
import { ModelGenerator } from '../documentation/adapters/model/model-generator.js'
import { ledgerModel } from '../documentation/ledger-model.js'
import type { ModelPrice } from '../documentation/model-price.js'
import { planWiki } from '../documentation/plan-wiki.js'
import type { TextModel } from '../documentation/text-model.js'
import { ManualClock } from '../../test/support/manual-clock.js'
import { learnFromPastRuns } from './estimate-lessons.js'
import { estimateExplaining } from './estimate-explaining.js'

const plan = planWiki(letterboxCodeMap(), letterboxSubject)
const usage = { calls: 1, inputTokens: 7, cachedInputTokens: 0, outputTokens: 3, costUsd: 0.5 }
const answering: TextModel = { complete: async () => ({ text: 'No names.', calls: [], isCut: false, usage }) }

function lab() {
  const ledger = memoryModelLedger()
  const model = ledgerModel(answering, ledger, new ManualClock())
  const explainer = new ModelGenerator({ plain: new DeterministicGenerator('1'), model, prompts }, { mainModel: 'main', plannerModel: 'planner', fallbackModel: undefined })
  const estimate = (prices: Readonly<Record<string, ModelPrice>>) => {
    const deps = { ledger, priceOf: (name: string) => prices[name], lessons: (name: string) => learnFromPastRuns({ list: async () => ({ jobs: [], nextCursor: undefined }) }, name) }
    return estimateExplaining({ plan, explainer, model: 'main', planning: { former: new Map(), divides: false }, readSources: async () => new Map(), signal: pageRun().signal }, deps)
  }
  return { explainer, estimate }
}

it('reckons pages at the price of the main model, and names at that of the model that gives them', async () => {
  const { estimate } = lab()
  const [pages, names, both] = [await estimate({ main: { input: 2, output: 10 }, planner: { input: 0, output: 0 } }), await estimate({ main: { input: 0, output: 0 }, planner: { input: 2, output: 10 } }), await estimate({ main: { input: 2, output: 10 }, planner: { input: 2, output: 10 } })]
  expect(names.costUsd).toBeGreaterThan(0)
  expect(pages.costUsd).toBeGreaterThan(names.costUsd ?? 0)
  expect(both.costUsd).toBeCloseTo((pages.costUsd ?? 0) + (names.costUsd ?? 0), 8)
  expect(both.costUsd).toBeCloseTo((both.inputTokens * 2 + both.outputTokens * 10) / 1e6, 5)
  expect(both.basis).toContain('and of the modules’ division and names by planner. Range:')
})

it('tells tokens only while one of both models has no price, and which', async () => {
  const { estimate } = lab()
  const half = await estimate({ main: { input: 2, output: 10 } })
  expect(half).toMatchObject({ costUsd: undefined, rangeUsd: undefined })
  expect(half.inputTokens).toBeGreaterThan(0)
  expect(half.basis).toContain('What planner costs is not configured, so tokens only.')
  expect((await estimate({})).basis).toContain('What main and planner costs is not configured')
})

it('leaves out names that are paid for, and then needs no price of who gave them', async () => {
  const { explainer, estimate } = lab()
  const prices = { main: { input: 2, output: 10 } }
  const before = await estimate(prices)
  await explainer.nameModules(plan, { signal: pageRun().signal, former: new Map(), onUsage: () => undefined, onWarning: () => undefined })
  const after = await estimate(prices)
  expect([after.calls, after.pages]).toEqual([before.calls - 1, before.pages])
  expect(after.costUsd).toBeGreaterThan(0)
  expect(after.basis).not.toContain('planner')
})
