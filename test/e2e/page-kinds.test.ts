import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousProblems } from '../support/accessibility.js'
import { launchBrowser } from '../support/browser.js'
import { addJobsInEveryState, commit } from '../support/jobs-in-every-state.js'
import { startApp, type RunningApp } from '../support/web-app.js'

const core = `# Core

Does the work. — [src/core/a/very/long/path/to/a/file/that/does/not/fit/on/a/phone.ts:1-2](source/src/core/a.ts#L1-L2)

## Place in the system

\`\`\`mermaid
flowchart LR
  a["First module"] -->|12| b["Second module"] -->|3| c["Third module"] --> d["Fourth module"] --> e["Fifth"] --> f["Sixth"]
\`\`\`

## Components

### aVeryLongNameOfAFunctionThatDoesNotFitOnThePhoneEither

\`\`\`ts
export function aVeryLongNameOfAFunctionThatDoesNotFitOnThePhoneEither(parameter: string): Promise<void>
\`\`\`

| Name | Means | For example |
|---|---|---|
| \`a\` | The first of all letters | [src/core/a.ts:1](source/src/core/a.ts#L1) |
`
const rocket = '/wiki/github.com/acme/rocket'
const looks = [
  { name: 'light', width: 1300, height: 900, colorScheme: 'light' },
  { name: 'dark', width: 1300, height: 900, colorScheme: 'dark' },
  { name: 'on a phone', width: 390, height: 800, colorScheme: 'light' },
] as const
let app: RunningApp
let empty: RunningApp
let browser: Browser
let paths: Record<string, string>

beforeAll(async () => {
  ;[app, empty] = await Promise.all([startApp(), startApp()])
  const sources = { 'src/core/a.ts': 'export const a = 1\nexport const b = a\n', 'README.md': '# Rocket\n' }
  await app.publish({ url: 'https://github.com/acme/rocket', commit: 'a'.repeat(40), committedAt: '2025-01-02T03:04:05Z', core, sources })
  await app.publish({ url: 'https://github.com/acme/rocket', commit, core, sources })
  const jobs = await addJobsInEveryState(app)
  paths = {
    home: '/',
    ...Object.fromEntries(Object.entries(jobs).map(([state, id]) => [`job ${state}`, `/jobs/${id}`])),
    wikis: '/wikis',
    overview: `${rocket}/overview`,
    module: `${rocket}/core`,
    'older version': `${rocket}@aaaaaaa/core`,
    folder: `${rocket}/source/`,
    source: `${rocket}/source/src/core/a.ts#L1-L2`,
    search: `${rocket}/search?q=queueing`,
    'search without hits': `${rocket}/search?q=zzzz`,
    'not found in a wiki': `${rocket}/nothing-here`,
    error: '/wiki/github.com/nobody/nothing/overview',
    'API reference': '/docs',
  }
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  await app[Symbol.asyncDispose]()
  await empty[Symbol.asyncDispose]()
})

async function openPage(look: (typeof looks)[number], problems: string[]): Promise<Page> {
  const { width, height, colorScheme } = look
  const page = await browser.newPage({ viewport: { width, height }, colorScheme })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('404')) problems.push(message.text())
  })
  return page
}

describe.each(looks)('every kind of page, $name', (look) => {
  it('has nothing serious against it, stays inside the window and says nothing in the console', async () => {
    const problems: string[] = []
    const page = await openPage(look, problems)
    const targets = [...Object.entries(paths).map(([name, path]) => [name, app.url + path]), ['first visit', `${empty.url}/`]]
    for (const [name, url] of targets) {
      await page.goto(url ?? '')
      for (const problem of await seriousProblems(page)) problems.push(`${name}: ${problem}`)
      if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) problems.push(`${name}: wider than the window`)
    }
    await page.close()
    expect(problems).toEqual([])
  }, 120_000)

  it('does not move while it loads', async () => {
    const page = await openPage(look, [])
    await page.addInitScript(() => {
      const seen = globalThis as unknown as { shift: number }
      seen.shift = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    for (const name of ['home', 'job running', 'job completed', 'overview', 'module', 'source', 'search', 'wikis']) {
      await page.goto(app.url + (paths[name] ?? ''), { waitUntil: 'networkidle' }).catch(() => undefined)
      expect(await page.evaluate(() => (globalThis as unknown as { shift: number }).shift), name).toBeLessThan(0.01)
    }
    await page.close()
  }, 120_000)
})

describe('with the keyboard', () => {
  it('skips to the content, sees where it is, and turns pages', async () => {
    const page = await openPage(looks[0], [])
    await page.goto(`${app.url}${rocket}/overview`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe('solid')
    await page.keyboard.press(']')
    await page.waitForURL('**/core')
    await page.keyboard.press('[')
    await page.waitForURL('**/overview')
    await page.close()
  })
})

describe('without scripts', () => {
  it('shows the tree at every width, folds and opens its branches, and steers a job', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } })
    const page = await context.newPage()
    await page.goto(`${app.url}${rocket}/core`)
    expect(await page.isVisible('.tree a[aria-current=page]')).toBe(true)
    await page.click('.inline-contents summary')
    expect(await page.isVisible('.inline-contents a')).toBe(true)
    await page.setViewportSize({ width: 1300, height: 900 })
    expect(await page.isVisible('.tree a[aria-current=page]')).toBe(true)
    expect(await page.isVisible('.contents a')).toBe(true)
    expect(await page.isVisible('[data-theme-switch]')).toBe(false)
    await page.goto(app.url + (paths['job paused'] ?? ''))
    await page.click('button:has-text("Resume")')
    expect(await page.textContent('.badge')).toBe('Queued')
    await page.click('button:has-text("Pause")')
    expect(await page.textContent('.badge')).toBe('Paused')
    await context.close()
  })
})
