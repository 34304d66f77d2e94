import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { seriousProblems } from '../support/accessibility.js'
import { launchBrowser } from '../support/browser.js'
import { projectFiles } from '../chaos/workload.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { ScriptedModel } from '../support/scripted-model.js'

let git: GitServer
let model: ScriptedModel
let server: CodewikiServer
let browser: Browser
let page: Page
const problems: string[] = []

beforeAll(async () => {
  ;[git, model, browser] = await Promise.all([GitServer.start(), ScriptedModel.start(), launchBrowser()])
  server = new CodewikiServer({ MAIN_MODEL: 'scripted/large', LLM_BASE_URL: model.url, LLM_CONCURRENCY: '2', LLM_TIMEOUT_SECONDS: '120', CODEWIKI_LOG_LEVEL: 'error' })
  await server.start()
  page = await browser.newPage({ viewport: { width: 1300, height: 900 } })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
})
afterEach(() => model.behave({}))
afterAll(async () => {
  await browser.close()
  await server.stop()
  await Promise.all([git.stop(), model.stop()])
})

const within = { timeout: 60_000, interval: 50 }

const made = new Set<string>()

/** A repository with a page for each of eight modules and one for all. */
async function submit(name: string, options: Readonly<Record<string, unknown>> = {}): Promise<string> {
  if (!made.has(name)) git.create(`upgrade/${name}`, projectFiles(name))
  made.add(name)
  return String((await server.submit({ repo_url: git.url(`upgrade/${name}`), options })).body['job_id'])
}

const wiki = (name: string) => `wiki/127.0.0.1:${git.port}/upgrade/${name}`
const job = async (id: string) => (await server.job(id)) as { readonly status: string; readonly wiki_url: string | null; readonly gaps: readonly { slug: string }[]; readonly failure: { code: string } | null }
const readable = (id: string) => expect.poll(async () => (await job(id)).wiki_url, within).not.toBeNull()
const ended = (id: string, status = 'completed') => expect.poll(async () => (await job(id)).status, within).toBe(status)

interface ApiPage {
  readonly origin: string
  readonly html: string
  readonly explanation: { readonly state: string; readonly model: string | null; readonly reason: { readonly code: string; readonly message: string } | null } | null
}
const apiPage = async (name: string, slug: string) => (await (await fetch(`${server.url}/api/${wiki(name).replace('wiki/', 'wikis/')}/pages/${slug}`)).json()) as ApiPage
const retry = (name: string, slug: string) => fetch(`${server.url}/api/${wiki(name).replace('wiki/', 'wikis/')}/pages/${slug}/retry`, { method: 'POST' })

describe('a wiki that a model explains', { timeout: 150_000 }, () => {
  it('can be read before the model has answered anything, and is not stored twice after a kill', async () => {
    await model.behave({ hang: true })
    const id = await submit('silent')
    await readable(id)
    expect((await job(id)).status).toBe('processing')
    expect((await apiPage('silent', 'alpha')).origin).toBe('analysis')
    await expect.poll(async () => (await apiPage('silent', 'alpha')).explanation?.state, within).toMatch(/under-way|waiting/)
    const { wikis } = (await (await fetch(`${server.url}/api/wikis?repo=upgrade/silent`)).json()) as { wikis: { main_model: string | null; created_at: string }[] }
    expect(wikis.map(({ main_model }) => main_model)).toEqual([null])
    await server.kill()
    await model.behave({})
    await server.start()
    await ended(id)
    const all = ((await (await fetch(`${server.url}/api/wikis?repo=upgrade/silent`)).json()) as { wikis: typeof wikis }).wikis
    expect(all.map(({ main_model }) => main_model)).toEqual(['scripted/large', null])
    expect(all[1]?.created_at).toBe(wikis[0]?.created_at)
    expect(await model.boughtTwice()).toEqual([])
  })

  it('is upgraded page by page under the reader’s eyes, without a jump', async () => {
    await model.behave({ delayMs: 2_500 })
    const id = await submit('slow')
    await readable(id)
    await page.goto(`${server.url}/${wiki('slow')}/overview`)
    await page.waitForSelector('[data-part=explanation]:is(.under-way, .waiting)')
    expect(await page.locator('.mark-of.waiting').count()).toBeGreaterThan(0)
    expect(await seriousProblems(page)).toEqual([])
    await page.goto(`${server.url}/${wiki('slow')}/theta`)
    expect(await page.locator('[data-part=explanation].explained').count()).toBe(0)
    const heading = '.prose h2[id]:last-of-type'
    await page.locator(heading).last().scrollIntoViewIfNeeded()
    await page.evaluate(() => scrollBy(0, -40))
    const before = await page.locator(heading).last().boundingBox()
    await page.waitForSelector('[data-part=explanation].explained', { timeout: 60_000 })
    const after = await page.locator(heading).last().boundingBox()
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 9_999))).toBeLessThan(3)
    expect(await page.textContent('.prose')).toContain('How it works')
    expect(await page.textContent('[data-said]')).toBe('This page has been explained.')
    expect(await seriousProblems(page)).toEqual([])
    await ended(id)
    await expect.poll(() => page.locator('.mark-of').count(), within).toBe(0)
    const plain = await fetch(`${server.url}/${wiki('slow')}/theta`)
    expect(await plain.text()).toContain('Explained by scripted/large, ')
  })

  it('is found by the words of its explanations while its job still runs, and gives them as Markdown and below /static-docs', async () => {
    const free = await submit('search', { prose: false })
    await ended(free)
    const search = async (query: string) => {
      const { hits } = (await (await fetch(`${server.url}/api/${wiki('search').replace('wiki/', 'wikis/')}/search?q=${encodeURIComponent(query)}`)).json()) as { hits: { slug: string; anchor: string; snippet: string }[] }
      return hits
    }
    const explained = async () => (await search('what happens here')).filter(({ anchor }) => anchor === 'how-it-works')
    expect(await explained()).toEqual([])
    await model.behave({ delayMs: 1_500 })
    const id = await submit('search')
    await expect.poll(async () => (await explained()).length, within).toBeGreaterThan(0)
    expect((await job(id)).status).toBe('processing')
    const [hit] = await explained()
    expect(hit?.snippet).toContain('happens')
    const slug = hit?.slug ?? ''
    expect(await (await fetch(`${server.url}/${wiki('search')}/search?q=what+happens+here`)).text()).toContain(`/${slug}#how-it-works`)
    const text = async (path: string, accept = 'text/html') => (await fetch(`${server.url}/${path}`, { headers: { accept } })).text()
    expect(await text(`${wiki('search')}/${slug}.md`)).toContain('## How it works')
    expect(await text(`api/${wiki('search').replace('wiki/', 'wikis/')}/pages/${slug}`, 'text/markdown')).toContain('## How it works')
    expect(await text(`static-docs/${free}/${slug}.md`)).toContain('How it works')
    await model.behave({})
    await ended(id)
    expect((await explained()).length).toBeGreaterThan(0)
  })

  it('asks again for one page that could not be explained, with a click, and pays for no other', async () => {
    await model.behave({ body: 'empty', after: 2, times: 2 })
    const id = await submit('gaps')
    await ended(id)
    const gaps = (await job(id)).gaps.map(({ slug }) => slug)
    expect(gaps).toHaveLength(2)
    const [first = '', second = ''] = gaps
    expect(await apiPage('gaps', first)).toMatchObject({ origin: 'analysis', explanation: { state: 'unexplained', reason: { code: 'documentation/model-answer-unusable' } } })
    const calls = (await model.calls()).length
    await page.goto(`${server.url}/${wiki('gaps')}/${first}`)
    expect(await page.textContent('[data-part=explanation]')).toContain('From the code alone.')
    expect(await seriousProblems(page)).toEqual([])
    await page.click('button:has-text("Explain this page")')
    await page.waitForSelector('[data-part=explanation].explained', { timeout: 60_000 })
    await ended(id)
    expect((await model.calls()).length).toBe(calls + 1)
    expect((await job(id)).gaps.map(({ slug }) => slug)).toEqual([second])
    expect((await retry('gaps', second)).status).toBe(202)
    await expect.poll(async () => (await apiPage('gaps', second)).explanation?.state, within).toBe('explained')
    await ended(id)
    expect((await job(id)).gaps).toEqual([])
    expect((await retry('gaps', second)).status).toBe(409)
  })

  it('says of a page that could not be explained why, while the others are still explained', async () => {
    await model.behave({ body: 'empty', delayMs: 1_500 })
    const id = await submit('reasons')
    await readable(id)
    await expect.poll(async () => (await apiPage('reasons', 'alpha')).explanation?.state, within).toBe('unexplained')
    expect((await job(id)).status).toBe('processing')
    const reason = (await apiPage('reasons', 'alpha')).explanation?.reason
    expect(reason).toMatchObject({ code: 'documentation/model-answer-unusable', message: expect.stringMatching(/\w/) as string })
    expect(await (await fetch(`${server.url}/${wiki('reasons')}/alpha`)).text()).toContain(reason?.message)
    await model.behave({})
    await ended(id)
  })

  it('really asks again when an answer was of no use, and only for that page', async () => {
    await model.behave({ answer: 'unknown-ids', nothingGood: true, after: 2, times: 4 })
    const id = await submit('useless')
    await ended(id)
    const [gap] = (await job(id)).gaps
    const calls = (await model.calls()).length
    expect((await retry('useless', gap?.slug ?? '')).status).toBe(202)
    await expect.poll(async () => (await apiPage('useless', gap?.slug ?? '')).origin, within).toBe('model')
    expect((await model.calls()).length).toBe(calls + 1)
  })

  it('stays readable, with what was explained, when the key is refused', async () => {
    await model.behave({ status: 401, after: 5 })
    const id = await submit('refused')
    await ended(id, 'failed')
    expect((await job(id)).failure?.code).toBe('documentation/model-refused')
    await page.goto(`${server.url}/jobs/${id}`)
    await page.click('text=Read it now')
    await page.waitForSelector('.prose')
    expect(await page.locator('.mark-of.explained').count()).toBe(3)
    expect(await page.locator('.mark-of.unexplained').count()).toBe(6)
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    await page.setViewportSize({ width: 1300, height: 900 })
  })

  it('saw no error in the console', () => {
    expect(problems).toEqual([])
  })
})
