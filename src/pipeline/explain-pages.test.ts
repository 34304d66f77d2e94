import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { DeterministicGenerator } from '../documentation/adapters/deterministic/deterministic-generator.js'
import type { PageExplainer } from '../documentation/documentation-generator.js'
import { planWiki } from '../documentation/plan-wiki.js'
import { modelErrors } from '../documentation/text-model.js'
import { quietRun } from '../../test/support/quiet-run.js'
import { AppError } from '../platform/app-error.js'
import type { RenderInput, RenderResult } from '../rendering/page-renderer.js'
import { renderMarkdown } from '../rendering/render-markdown.js'
import { explainPages } from './explain-pages.js'
import { askForPages, PageMemories } from './page-memory.js'
import type { PageUpgrades } from './upgrade-pages.js'
import { explainedVerifier } from './verify-explained.js'
import type { WrittenPage } from './write-pages.js'

const code = letterboxCodeMap()
const plan = planWiki(code, letterboxSubject)
const plain = new DeterministicGenerator('1')
const useless = new AppError('documentation/nothing-usable', 'invalid', 'It was nothing.')
const away = modelErrors.unavailable('status 503', 5)
const started = new Date(1_000)

const known = new Map<string, Promise<RenderResult>>()
/** Drawing takes most of the time: each text once. */
const rendered = (page: RenderInput) => {
  const result = known.get(page.markdown) ?? renderMarkdown(page)
  known.set(page.markdown, result)
  return result
}

/** A job over several attempts: its checkpoints stay. `explain` says what the model makes of a page. */
function world(explain: (slug: string, retry: number) => string | AppError) {
  const checkpoints = new Map<string, string>()
  const asked: string[] = []
  const shown: string[] = []
  const upgrades: PageUpgrades = {
    begin: async () => undefined,
    underWay: async () => undefined,
    explained: async ({ page }) => void shown.push(page.slug),
    unexplained: async (slug, { code: reason }) => void shown.push(`${slug}: ${reason}`),
  }
  const explainer: PageExplainer = {
    needs: (_plan, { kind }) => (kind === 'topic' || kind === 'reference' ? undefined : []),
    divideModules: async () => undefined,
    nameModules: async () => [],
    planningOutlook: () => ({ model: 'm', calls: [] }),
    outlook: () => Promise.reject(new Error('nobody asks for it')),
    explain: async (_plan, planned, run) => {
      asked.push(run.retry === 0 ? planned.slug : `${planned.slug} again`)
      const answer = explain(planned.slug, run.retry)
      if (answer instanceof AppError) throw answer
      const page = await plain.writePage(plan, planned, run.signal)
      return { page: { ...page, markdown: `${page.markdown}\n${answer}\n`, origin: 'model' }, summary: undefined }
    },
  }
  const attempt = async ({ startedAt = started, retry, endsWith = false }: { startedAt?: Date; retry?: string; endsWith?: boolean } = {}) => {
    if (retry !== undefined) checkpoints.set('retry', retry)
    const run = quietRun({ endsWith: () => endsWith }, checkpoints)
    const renderer = { render: rendered, highlight: async () => [], close: async () => undefined }
    const written: WrittenPage[] = await Promise.all(
      plan.pages.map(async (planned) => {
        const page = await plain.writePage(plan, planned, run.signal)
        return { page, rendered: await rendered(page), gap: undefined }
      }),
    )
    const memories = await PageMemories.open(run, startedAt)
    const deps = { renderer, memories, upgrades, verifierOf: () => explainedVerifier(plan, code), atOnce: 1 }
    const { pages } = await explainPages({ plan, written, explainer, former: new Map(), planned: async () => ({ plan, written }), readSources: async () => new Map() }, deps, run)
    const gaps = pages.flatMap(({ gap }) => (gap === undefined ? [] : [`${gap.slug}: ${gap.code}`]))
    return { gaps, explained: pages.filter(({ page }) => page.origin === 'model').map(({ page }) => page.slug) }
  }
  return { asked, shown, attempt }
}

describe('explaining pages', { timeout: 60_000 }, () => {
  it('leaves a page that fails as it is, with the reason, and asks no more for it within the run', async () => {
    const { attempt, asked, shown } = world((slug) => (slug === 'queue' ? useless : 'Told.'))
    const expected = { gaps: ['queue: documentation/nothing-usable'], explained: ['overview', 'transport'] }
    expect(await attempt()).toEqual(expected)
    expect(shown.sort()).toEqual(['overview', 'queue: documentation/nothing-usable', 'transport'])
    expect(asked).toHaveLength(3)
    expect(await attempt()).toEqual(expected)
    expect(asked).toHaveLength(3)
  })

  it('asks anew for the pages that a person wants again, under another number, and for no other', async () => {
    const { attempt, asked } = world((slug, retry) => (slug !== 'overview' && retry < 2 ? useless : 'Told.'))
    await attempt()
    asked.length = 0
    expect((await attempt({ startedAt: new Date(2_000), retry: askForPages(['queue']) })).gaps).toEqual(['queue: documentation/nothing-usable', 'transport: documentation/nothing-usable'])
    expect(asked).toEqual(['queue again'])
    expect((await attempt({ startedAt: new Date(3_000), retry: askForPages(['queue']) })).gaps).toEqual(['transport: documentation/nothing-usable'])
    expect((await attempt({ startedAt: new Date(4_000), retry: askForPages(['transport']) })).gaps).toEqual(['transport: documentation/nothing-usable'])
    expect(asked).toEqual(['queue again', 'queue again', 'transport again'])
  })

  it('waits with the job for a model that is away, until that would end the job; then the pages stay as they are', async () => {
    const { attempt, asked } = world(() => away)
    await expect(attempt()).rejects.toBe(away)
    asked.length = 0
    const { gaps, explained } = await attempt({ endsWith: true })
    expect(explained).toEqual([])
    expect(gaps).toHaveLength(3)
    expect(new Set(gaps.map((gap) => gap.split(': ')[1]))).toEqual(new Set(['documentation/model-unavailable']))
    expect(asked).toHaveLength(1)
  })

  it('asks under the same number when nobody had answered', async () => {
    let isThere = false
    const { attempt, asked } = world(() => (isThere ? 'Told.' : away))
    await attempt({ endsWith: true })
    isThere = true
    asked.length = 0
    expect((await attempt({ startedAt: new Date(2_000) })).gaps).toEqual([])
    expect(asked.sort()).toEqual(['overview', 'queue', 'transport'])
  })

  it.each([
    ['links to a page that is not there', 'See [this](nowhere.md).', 'documentation/dead-page-link'],
    ['cites lines that are not there', 'See [this](source/src/queue/letter-queue.ts#L9000-L9001).', 'documentation/citation-out-of-range'],
    ['has a broken diagram', '```mermaid\ngraph TD\n  a -->\n```', 'documentation/invalid-diagram'],
  ])('shows nobody a page that %s', async (_, text, reason) => {
    const { attempt, shown } = world((slug) => (slug === 'queue' ? text : 'Told.'))
    expect((await attempt()).gaps).toEqual([`queue: ${reason}`])
    expect(shown).toContain(`queue: ${reason}`)
    expect(shown).not.toContain('queue')
  })
})
