import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seriousProblems } from '../support/accessibility.js'
import { launchBrowser } from '../support/browser.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'

let git: GitServer
let server: CodewikiServer
let browser: Browser
let page: Page
const problems: string[] = []

beforeAll(async () => {
  git = await GitServer.start()
  git.create('shop/orders', {
    'README.md': '# Orders\n\nKeeps the orders of a shop and tells the warehouse what to send where and when.\n',
    'package.json': '{ "name": "orders", "description": "Orders of a shop", "scripts": { "test": "vitest run" } }',
    'src/order.ts': "import { Warehouse } from './warehouse.js'\n\n/** One order of one customer. */\nexport class Order {\n  constructor(private readonly warehouse: Warehouse) {}\n\n  /** Sends what was ordered. */\n  send(item: string): void {\n    this.warehouse.pick(item)\n  }\n}\n",
    'src/warehouse.ts': '/** Knows where everything lies. */\nexport class Warehouse {\n  /** Takes an item from its shelf. */\n  pick(item: string): string {\n    return item\n  }\n}\n',
  })
  git.lab('shop/hangs', () => undefined)
  server = new CodewikiServer()
  await server.start()
  browser = await launchBrowser()
  page = await browser.newPage({ viewport: { width: 1300, height: 900 } })
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
})
afterAll(async () => {
  await browser.close()
  await server.stop()
  await git.stop()
})

const serious = () => seriousProblems(page)

describe('a visitor with a browser', () => {
  it('is told what this is and offered an example', async () => {
    await page.goto(server.url)
    expect(await page.textContent('h1')).toContain('wiki')
    expect(await page.isVisible('text=Document CodeWiki itself')).toBe(true)
    expect(await serious()).toEqual([])
  })

  it('submits a repository, watches it and opens the wiki', { timeout: 120_000 }, async () => {
    await page.fill('#repo_url', git.url('shop/orders'))
    await page.click('text=Document it')
    await page.waitForSelector('.stages')
    expect(await serious()).toEqual([])
    await page.click('a.button:has-text("Open the wiki")', { timeout: 90_000 })
    await page.waitForSelector('.prose')
    expect(await page.textContent('.prose')).toContain('Keeps the orders of a shop')
    expect(await serious()).toEqual([])
  })

  it('finds every link of every page alive, and every citation opens its lines', async () => {
    const pages = await page.$$eval('.pages a', (links) => links.map((link) => (link as HTMLAnchorElement).href))
    const checked = new Set<string>()
    for (const url of pages) {
      await page.goto(url)
      const links = await page.$$eval('.prose a', (found) => found.map((link) => (link as HTMLAnchorElement).href))
      for (const link of links) {
        if (!link.startsWith(server.url) || checked.has(link)) continue
        checked.add(link)
        const answer = await fetch(link)
        expect(answer.status, link).toBe(200)
        const anchor = decodeURIComponent(new URL(link).hash.slice(1)).replace(/-L\d+$/, '')
        if (anchor !== '') expect(await answer.text(), link).toContain(`id="${anchor}"`)
      }
    }
    expect(checked.size).toBeGreaterThan(5)
  })

  it('opens the cited lines, marked', async () => {
    await page.goBack()
    await page.goto(`${server.url}/wiki/127.0.0.1:${git.port}/shop/orders/source/src/order.ts#L4-L6`)
    expect(await page.locator('.line.marked').count()).toBe(3)
    expect(await serious()).toEqual([])
  })

  it('searches while typing, and without scripts', async () => {
    await page.goto(`${server.url}/wiki/127.0.0.1:${git.port}/shop/orders/overview`)
    await page.keyboard.press('/')
    await page.keyboard.type('wareh')
    await page.waitForSelector('[data-results] a')
    const plain = await browser.newContext({ javaScriptEnabled: false })
    const still = await plain.newPage()
    await still.goto(`${server.url}/wiki/127.0.0.1:${git.port}/shop/orders/search?q=warehouse`)
    expect(await still.locator('.hits li').count()).toBeGreaterThan(0)
    await plain.close()
  })

  it('cancels a job that hangs', async () => {
    await page.goto(server.url)
    await page.fill('#repo_url', git.url('shop/hangs'))
    await page.click('text=Document it')
    await page.click('button:has-text("Cancel")')
    await page.waitForSelector('.badge.cancelled', { timeout: 5_000 })
    expect(await serious()).toEqual([])
  })

  it('reads in the dark and on a phone', async () => {
    await page.goto(`${server.url}/wiki/127.0.0.1:${git.port}/shop/orders/overview`)
    await page.click('[data-theme-switch]')
    expect(await serious()).toEqual([])
    await page.setViewportSize({ width: 390, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
    expect(await serious()).toEqual([])
  })

  it('saw no error in the console', () => {
    expect(problems).toEqual([])
  })
})
