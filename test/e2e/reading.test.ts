import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seriousProblems } from '../support/accessibility.js'
import { launchBrowser } from '../support/browser.js'
import { addJobsInEveryState } from '../support/jobs-in-every-state.js'
import { startApp, type RunningApp } from '../support/web-app.js'

const left = 'stateDiagram-v2\n  [*] --> Waiting\n  Waiting --> Running: claim <b>it</b>\n  Running --> [*]'
const core = `# Core

\`\`\`mermaid
flowchart LR
  a["First"] --> b["Second"]
\`\`\`

## Code

\`\`\`ts
const answer = 42
\`\`\`

${'A line that makes the page long.\n\n'.repeat(80)}

## States

\`\`\`mermaid
${left}
\`\`\`

## Flow

\`\`\`mermaid
flowchart LR
  x@{ shape: docs, label: "Many documents" } --> y@{ shape: lean-r, label: "Input" }
\`\`\`
`
const problems: string[] = []
let app: RunningApp
let browser: Browser
let context: BrowserContext
let page: Page
let core$: string

beforeAll(async () => {
  app = await startApp()
  await app.publish({ url: 'https://github.com/acme/rocket', commit: 'a'.repeat(40), core })
  core$ = `${app.url}/wiki/github.com/acme/rocket/core`
  browser = await launchBrowser()
  context = await browser.newContext({ viewport: { width: 1300, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] })
  page = await context.newPage()
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
})
afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
})

const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
const drawnWidth = () => page.evaluate(() => document.querySelector('.zoom-stage .diagram')?.getBoundingClientRect().width ?? 0)

describe('a diagram', () => {
  beforeEach(async () => {
    await page.goto(core$)
  })

  it('opens in a view that keys, wheel and drag move, and that Escape closes', async () => {
    await page.locator('.zoom').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('dialog[open]')
    expect(await seriousProblems(page)).toEqual([])
    const fitted = await drawnWidth()
    await page.keyboard.press('+')
    expect(await drawnWidth()).toBeCloseTo(fitted * 1.25, 0)
    await page.keyboard.press('-')
    await page.keyboard.press('-')
    expect(await drawnWidth()).toBeCloseTo(fitted / 1.25, 0)
    await page.mouse.move(600, 400)
    await page.mouse.wheel(0, -400)
    await page.waitForFunction((before) => (document.querySelector('.zoom-stage .diagram')?.getBoundingClientRect().width ?? 0) > before, fitted)
    const at = () => page.evaluate(() => document.querySelector('.zoom-stage .diagram')?.getBoundingClientRect().x ?? 0)
    const before = await at()
    await page.mouse.down()
    await page.mouse.move(650, 420)
    await page.mouse.up()
    expect(await at()).toBeCloseTo(before + 50, 0)
    await page.keyboard.press('0')
    expect(await drawnWidth()).toBeCloseTo(fitted, 0)
    await page.keyboard.press('Escape')
    // A dialog tells that it was closed a moment later.
    await page.waitForSelector('dialog', { state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('zoom')
  })

  it('that was left to the browser is drawn when it comes near, from our own assets, without a word in the console', async () => {
    const loaded: { url: string; size: Promise<number> }[] = []
    page.on('response', (answer) => {
      if (answer.url().includes('/assets/') && answer.url().endsWith('.js'))
        loaded.push({ url: answer.url(), size: answer.request().sizes().then(({ responseBodySize }) => responseBodySize) })
    })
    await page.reload({ waitUntil: 'load' })
    expect(await page.locator('pre.mermaid').count()).toBe(2)
    const first = loaded.length
    expect(first).toBeLessThan(4)
    await page.locator('#flow').scrollIntoViewIfNeeded()
    await page.waitForSelector('[data-drawn=true] >> nth=1', { timeout: 60_000 })
    const picture = page.locator('[data-drawn=true] img').first()
    expect(await picture.getAttribute('alt')).toBe('Diagram 2: States')
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(50)
    expect(await seriousProblems(page)).toEqual([])
    const sizes = await Promise.all(loaded.slice(first).map(({ size }) => size))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(220 * 1024)
    expect(loaded.every(({ url }) => url.startsWith(app.url))).toBe(true)
  }, 90_000)
})

describe('what a reader takes along', () => {
  it('is code, a link to a section, the whole page', async () => {
    await page.goto(core$)
    await page.locator('.prose pre.code .copy').nth(1).focus()
    await page.keyboard.press('Enter')
    await expect.poll(clipboard).toBe('const answer = 42')
    await page.locator('#code .anchor').click()
    await expect.poll(clipboard).toBe(`${core$}#code`)
    await page.click('[data-copy-page]')
    await expect.poll(clipboard).toBe(core)
    expect(await page.textContent('[data-said]')).toBe('Copied')
  })
})

describe('the page of a job', () => {
  it('follows its job, keeps the keyboard where it is, and stands still when told so', async () => {
    const jobs = await addJobsInEveryState(app)
    await page.goto(`${app.url}/jobs/${jobs.queued}`)
    expect(await page.title()).toMatch(/^Queued: acme\/queued/)
    const icon = await page.getAttribute('link[rel=icon]', 'href')
    await page.focus('#act-cancel')
    const { lease } = await app.claim()
    const report = (percent: number, message: string) =>
      app.jobs.report(lease, {
        stage: 'analysing',
        progress: { stage: 'analysing', message, percent, step: undefined, steps: undefined, eta: { seconds: 90, basis: 'the pace of this run' } },
        events: [{ level: 'info', stage: 'analysing', message }],
      })
    await report(30, 'Reading 12 files')
    await page.waitForSelector('.log >> text=Reading 12 files')
    await expect.poll(() => page.title()).toMatch(/^30 %: acme\/queued/)
    expect(await page.getAttribute('link[rel=icon]', 'href')).not.toBe(icon)
    expect(await page.textContent('[data-part=spoken]')).toBe('Running: Analyse, stage 3 of 7')
    expect(await page.textContent('.box')).toContain('judged by the pace of this run')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('act-cancel')
    await page.click('[data-live-switch]')
    await report(60, 'Reading 24 files')
    await expect.poll(async () => (await app.jobs.find(jobs.queued))?.progress.percent).toBe(60)
    expect(await page.locator('.log >> text=Reading 24 files').count()).toBe(0)
    await page.click('[data-live-switch]')
    await page.waitForSelector('.log >> text=Reading 24 files')
    await app.jobs.settle(lease, { kind: 'cancelled' })
    await page.waitForSelector('.badge.cancelled')
    expect(await page.locator('[data-live-switch]').count()).toBe(0)
    expect(await page.locator('#act-retry').count()).toBe(1)
  })
})

it('left nothing in the console', () => {
  expect(problems).toEqual([])
})
