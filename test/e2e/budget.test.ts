import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { closeDatabase } from '../../src/platform/sqlite/close-database.js'
import { openDatabase } from '../../src/platform/sqlite/open-database.js'
import { sql } from '../../src/platform/sqlite/prepared.js'
import { launchBrowser } from '../support/browser.js'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { startPostgres } from '../support/postgres-server.js'
import { runCli } from '../support/run-cli.js'
import { ScriptedModel } from '../support/scripted-model.js'

const settings = { MAIN_MODEL: 'scripted/large', LLM_PRICE_INPUT: '2', LLM_PRICE_OUTPUT: '10', CODEWIKI_LOG_LEVEL: 'error' }
let git: GitServer
let scripted: ScriptedModel
let server: CodewikiServer

beforeAll(async () => {
  ;[git, scripted] = await Promise.all([GitServer.start(), ScriptedModel.start()])
  server = new CodewikiServer({ ...settings, LLM_BASE_URL: scripted.url })
  await server.start()
})
afterEach(() => scripted.behave({}))
afterAll(async () => {
  await server.stop()
  await Promise.all([git.stop(), scripted.stop()])
})

interface Estimate {
  readonly pages: number
  readonly paid_pages: number
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cost_usd: number
  readonly range_usd: { readonly low: number; readonly high: number }
  readonly basis: string
}

interface Job {
  readonly status: string
  readonly main_model: string | null
  readonly commit_id: string
  readonly from_cache: boolean | null
  readonly gaps: readonly { readonly slug: string; readonly code: string; readonly message: string; readonly unexplained?: true }[]
  readonly figures: {
    readonly model_calls: number
    readonly input_tokens: number
    readonly output_tokens: number
    readonly cost_usd: number
    readonly estimate: Estimate | null
    readonly cap: { readonly cost_usd: number | null; readonly tokens: number | null } | null
  }
}

/** A repository about parts, so many of them in a folder, unlike any other by its name: 12 make 13 pages, 80 in tens make 48. */
function create(name: string, parts = 12, perFolder = 1): string {
  const names = Array.from({ length: parts }, (_, at) => `${name}part${at}`)
  const source = (part: string, at: number) => {
    const next = names[(at + 1) % names.length] ?? ''
    const steps = Array.from({ length: 30 }, (_, step) => `/** Step ${step} of ${part}. */\nexport function ${part}Step${step}(n: number): number {\n  return ${next}Run(n + ${step})\n}\n`)
    return `import { ${next}Run } from '../${next}/run.js'\n\n/** Runs ${part}. */\nexport function ${part}Run(n: number): number {\n  return n > ${at} ? ${next}Run(n - 1) : n\n}\n\n${steps.join('\n')}`
  }
  const folder = (at: number) => (perFolder === 1 ? 'src' : `src/area${Math.floor(at / perFolder)}`)
  git.create(`budget/${name}`, {
    'README.md': `# ${name}\n\nA project about parts that call each other in turn.\n`,
    ...Object.fromEntries(names.map((part, at) => [`${folder(at)}/${part}/run.ts`, source(part, at)])),
  })
  return git.url(`budget/${name}`)
}

async function run(url: string, options: Readonly<Record<string, unknown>> = {}, on = server): Promise<Job & { readonly id: string }> {
  const submitted = await on.submit({ repo_url: url, options })
  const id = String(submitted.body['job_id'])
  const job = async () => (await on.job(id)) as unknown as Job
  await expect.poll(async () => (await job()).status, { timeout: 120_000, interval: 50 }).toMatch(/completed|failed/)
  return { ...(await job()), id }
}

const json = async (path: string) => (await (await fetch(`${server.url}${path}`)).json()) as unknown
const html = async (path: string, init: RequestInit = {}) => (await fetch(`${server.url}${path}`, init)).text()
const wiki = (name: string) => `/api/wikis/127.0.0.1:${git.port}/budget/${name}`

interface Node {
  readonly slug: string
  readonly children: readonly Node[]
}
const slugsOf = ({ slug, children }: Node): string[] => [slug, ...children.flatMap(slugsOf)]

async function pagesOf(name: string) {
  const slugs = slugsOf((await json(`${wiki(name)}/tree`)) as Node)
  return Promise.all(slugs.map(async (slug) => (await json(`${wiki(name)}/pages/${slug}`)) as { readonly slug: string; readonly origin: string; readonly markdown: string; readonly html: string }))
}

const estimateOf = ({ figures: { estimate } }: Job): Estimate => {
  if (estimate === null) throw new Error('there is no estimate')
  return estimate
}

/** Tokens that the model has read, as it counts them itself, since a call. */
async function readTokens(from = 0): Promise<number> {
  const answered = (await scripted.calls('answered')).filter(({ call }) => call > from)
  const prompts = await Promise.all(answered.map(({ call }) => scripted.prompt(call)))
  return prompts.reduce((sum, { system, prompt }) => sum + Math.ceil(`${system}\n${prompt}`.length / 4), 0)
}
const lastCall = async () => (await scripted.calls()).length

describe('the price on the button', { timeout: 180_000 }, () => {
  it('is told before anything is bought, near what is paid then, and learnt from', async () => {
    const url = create('first')
    const calls = await lastCall()
    const free = await run(url, { prose: false })
    expect(free).toMatchObject({ status: 'completed', main_model: null, gaps: [], figures: { model_calls: 0, cost_usd: 0 } })
    expect(await lastCall()).toBe(calls)
    const estimate = estimateOf(free)
    expect(estimate).toMatchObject({ pages: 13, paid_pages: 0 })
    expect(estimate.basis).toMatch(/^Counted from the prompts of 13 pages and of the modules’ division and names by scripted\/large\. Range: /)

    const before = (await (await fetch(`${server.url}/api/estimate`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ repo_url: url }) })).json()) as { cost: unknown; told: unknown }
    expect(before).toMatchObject({ cost: { amount: estimate.cost_usd }, told: { commit_id: free.commit_id, estimate } })

    const paid = await run(url)
    const { input_tokens, output_tokens, cost_usd } = paid.figures
    expect(estimateOf(paid)).toEqual(estimate)
    expect(Math.abs((estimate.input_tokens + estimate.output_tokens) / (input_tokens + output_tokens) - 1)).toBeLessThanOrEqual(0.25)
    expect(cost_usd).toBeLessThan(estimate.range_usd.high)
    expect(await html(`/jobs/${paid.id}`)).toMatch(/Spent \$0\.\d+, [\d,]+ tokens in 15 calls; expected was about \$0\.\d+/)

    const second = estimateOf(await run(create('second'), { prose: false }))
    expect(second.basis).toContain('from the last run of this model')
    const again = estimateOf(await run(url, { no_cache: true }))
    expect(again).toMatchObject({ pages: 13, paid_pages: 13, cost_usd: 0 })
    expect(again.basis).toContain('Counted from the prompts of 0 pages; 13 pages are paid for already')
  })

  it('has a person choose the free pages first and then buy with one button, up to a limit', async () => {
    const url = create('button')
    const form = (path: string, fields: Readonly<Record<string, string>>) => fetch(`${server.url}${path}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
    expect(await html('/')).toMatch(/Explanations by scripted\/large.*Free pages first/s)
    const submitted = await form('/', { repo_url: url, prose: 'false' })
    const place = submitted.headers.get('location') ?? ''
    await expect.poll(() => html(place), { timeout: 60_000 }).toContain('Open the wiki')
    const button = /Explain with scripted\/large: about \$0\.\d+ \([\d.]+–[\d.]+\), [\d,]+ tokens/
    expect(await html(place)).toMatch(button)
    expect(await html(`/wiki/127.0.0.1:${git.port}/budget/button/overview`)).toMatch(button)

    const bought = await form(`${place}/explain`, { max_cost_usd: '$1.50' })
    expect(bought.status).toBe(303)
    const id = bought.headers.get('location')?.split('/').at(-1) ?? ''
    await expect.poll(async () => (await server.job(id))['status'], { timeout: 60_000 }).toBe('completed')
    const job = (await server.job(id)) as unknown as Job
    expect(job).toMatchObject({ main_model: 'scripted/large', gaps: [], figures: { model_calls: 15, cap: { cost_usd: 1.5, tokens: null } } })
    expect(await html(`/jobs/${id}`)).toContain('at most $1.50')
    expect((await form(`${place}/explain`, { max_cost_usd: 'a lot' })).status).toBe(422)
  })

  it('leads a reader in a browser from free pages over the price and a limit to explained ones, with what is spent before their eyes', async () => {
    const browser = await launchBrowser()
    const page = await browser.newPage()
    const within = { timeout: 90_000 }
    await page.goto(server.url)
    await page.check('input[name=prose][value=false]')
    await page.fill('#repo_url', create('browser'))
    await page.click('button:has-text("Document it")')
    await page.waitForSelector('.badge.completed', within)
    await page.click('a:has-text("Open the wiki")')
    expect(await page.textContent('form.price button')).toMatch(/^Explain with scripted\/large: about \$0\.\d+ \(/)
    const estimate = Number(/about \$(0\.\d+)/.exec((await page.textContent('form.price button')) ?? '')?.[1])
    const cap = (estimate * 0.75).toFixed(4)
    await page.fill('form.price input', cap)
    await scripted.behave({ delayMs: 3_000 })
    await page.click('form.price button')
    // Live, without a reload.
    await page.waitForSelector('text=/Spent \\$0\\.\\d+.*; expected about/', within)
    await page.click('text=Read it now')
    expect(await page.textContent('main')).toMatch(/waits for a model|explaining this page now/)
    await scripted.behave({})
    await page.goBack()
    await page.waitForSelector('.badge.completed', within)
    const spent = Number(/Spent \$(0\.\d+)/.exec((await page.textContent('.price')) ?? '')?.[1])
    expect(spent).toBeGreaterThan(0)
    expect(spent).toBeLessThanOrEqual(Number(cap))
    await page.click('a:has-text("Open the wiki")')
    await page.waitForSelector('.mark-of.unexplained', within)
    expect(await page.textContent('[data-part=explanation]')).toContain('From the code alone.')
    await page.goto(`${server.url}/wiki/127.0.0.1:${git.port}/budget/browser/${(await pagesOf('browser')).find(({ origin }) => origin === 'model')?.slug ?? ''}`)
    expect(await page.textContent('[data-part=explanation] summary')).toMatch(/^Explained by scripted\/large, \d+ statements checked$/)
    await browser.close()
  })

  it('is told by the command line, which asks no model either', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'codewiki-estimate-'))
    const calls = await lastCall()
    const environment = { ...settings, LLM_BASE_URL: scripted.url }
    const { code, out } = await runCli(folder, ['estimate', create('command'), '--json'], environment)
    expect([code, JSON.parse(out)]).toMatchObject([0, { estimate: { model: 'scripted/large', pages: 13, paid_pages: 0 } }])
    const again = await runCli(folder, ['estimate', git.url('budget/command')], environment)
    expect(again.out).toMatch(/^In all {6}about \$0\.\d+/m)
    expect(await lastCall()).toBe(calls)
    rmSync(folder, { recursive: true })
  })

  it('counts for whoever watches what all jobs have paid', async () => {
    const metrics = await html('/metrics')
    expect(metrics).toMatch(/^codewiki_model_calls_total [1-9]\d*$/m)
    expect(metrics).toMatch(/^codewiki_model_tokens_total\{kind="output"\} [1-9]\d*$/m)
    expect(metrics).toMatch(/^codewiki_model_cost_usd_total 0\.\d+$/m)
  })
})

describe('a price for each model', { timeout: 180_000 }, () => {
  it('is what names, pages and answers of a fallback are expected at, held at and paid at', async () => {
    const models = { MAIN_MODEL: 'scripted/large', CLUSTER_MODEL: 'scripted/names', FALLBACK_MODEL_1: 'scripted/small' }
    const own = new CodewikiServer({ ...models, LLM_BASE_URL: scripted.url, LLM_PRICES: 'scripted/large=2/10, scripted/names=0/0, scripted/small=20/100/20', CODEWIKI_LOG_LEVEL: 'error' })
    await own.start()
    const url = create('mixed', 80, 10)
    const estimate = estimateOf(await run(url, { prose: false }, own))
    expect(estimate.basis).toContain('and of the modules’ division and names by scripted/names. Range: ')

    // The main model is away; whoever answers instead costs ten times as much.
    const before = await lastCall()
    await scripted.behave({ model: 'scripted/large', status: 404 })
    const cap = estimate.cost_usd * 4
    const id = String((await own.submit({ repo_url: url, options: { max_cost_usd: cap } })).body['job_id'])
    const job = async () => (await own.job(id)) as unknown as Job
    const live: number[] = []
    await expect.poll(async () => (live.push((await job()).figures.cost_usd), (await job()).status), { timeout: 120_000, interval: 20 }).toBe('completed')
    const { figures, gaps } = await job()
    const answered = (await scripted.calls('answered')).filter(({ call }) => call > before)
    const by = (model: string) => answered.filter((call) => call.model === model).length
    expect([by('scripted/large'), by('scripted/names')]).toEqual([0, 3])
    expect(by('scripted/small')).toBeGreaterThan(3)
    expect(figures.model_calls).toBe(answered.length)

    const paid = await ledgerOf(own)
    expect(paid.map(({ model }) => model)).toEqual(['scripted/names', 'scripted/small'])
    const [names, pages] = paid
    expect(names?.costUsd).toBe(0)
    expect(pages?.costUsd).toBeCloseTo(((pages?.input ?? 0) * 20 + (pages?.output ?? 0) * 100) / 1e6, 9)
    expect(figures.cost_usd).toBeCloseTo(pages?.costUsd ?? 0, 9)
    expect(figures.cost_usd).toBeLessThanOrEqual(cap)
    expect(gaps[0]).toMatchObject({ code: 'documentation/budget-reached', unexplained: true })
    expect(live.filter((usd) => usd > 0 && usd < figures.cost_usd).length).toBeGreaterThan(0)
    expect(Number(/^codewiki_model_cost_usd_total (\S+)$/m.exec(await (await fetch(`${own.url}/metrics`)).text())?.[1])).toBeCloseTo(figures.cost_usd, 6)
    await own.stop()
  })
})

/** What each model was paid, by name. */
async function ledgerOf({ dataDir }: CodewikiServer): Promise<readonly { readonly model: string; readonly input: number; readonly output: number; readonly costUsd: number }[]> {
  const database = openDatabase(join(dataDir, 'codewiki.db'), { durability: 'normal' })
  const rows = sql.all<{ model: string; input: number; output: number; costUsd: number }>(database, 'SELECT model, sum(input_tokens) AS input, sum(output_tokens) AS output, sum(cost_usd) AS costUsd FROM model_calls GROUP BY model ORDER BY model')
  closeDatabase(database)
  return rows
}

describe('a budget', { timeout: 240_000 }, () => {
  it('of 30 % of the estimate ends with a complete wiki for less, whose other pages are explained later', async () => {
    const url = create('capped', 80, 10)
    const estimate = estimateOf(await run(url, { prose: false }))
    const cap = estimate.cost_usd * 0.3
    const capped = await run(url, { max_cost_usd: cap })
    expect(capped.status).toBe('completed')
    expect(capped.figures.cost_usd).toBeLessThanOrEqual(cap)
    expect(capped.figures.model_calls).toBeGreaterThan(3)
    // The others asked how to divide the modules, and for their names, as far as the limit allowed.
    const explained = estimate.pages - capped.gaps.length
    expect(capped.figures.model_calls - explained).toBeOneOf([1, 2, 3])
    expect(new Set(capped.gaps.map(({ code, unexplained }) => `${code} ${String(unexplained)}`))).toEqual(new Set(['documentation/budget-reached true']))

    const pages = await pagesOf('capped')
    expect(pages.filter(({ origin }) => origin === 'model')).toHaveLength(explained)
    const bare = pages.find(({ slug }) => slug === capped.gaps[0]?.slug)
    expect(bare).toMatchObject({ origin: 'analysis' })
    expect(bare?.markdown).toContain('](source/')
    expect(await html(`/jobs/${capped.id}`)).toMatch(/\d+ pages without an explanation, as the code alone gives them: The job(&#39;|'|&#x27;)s budget of \$0\.\d+ is reached/)

    // Its own limit stands: a retry buys nothing, and keeps what is there.
    const retried = await retry(capped.id)
    expect(retried.figures.model_calls).toBe(capped.figures.model_calls)
    expect(retried.gaps).toEqual(capped.gaps)

    const whole = await run(url)
    expect(whole).toMatchObject({ gaps: [], figures: { model_calls: capped.gaps.length } })
    expect((await pagesOf('capped')).filter(({ origin }) => origin === 'model')).toHaveLength(estimate.pages)
    expect(await scripted.boughtTwice()).toEqual([])
  })

  it('L3: that is spent in mid run is never passed, however often the server is killed', async () => {
    // Each kill leaves four calls held at their worst, of about 12,000 each.
    const tokens = 250_000
    const small = new CodewikiServer({ ...settings, LLM_BASE_URL: scripted.url, LLM_MAX_TOKENS_PER_JOB: String(tokens) })
    await small.start()
    const calls = await lastCall()
    await scripted.behave({ delayMs: 150 })
    const id = String((await small.submit({ repo_url: create('killed', 80, 10) })).body['job_id'])
    for (let kills = 0; kills < 3; kills += 1) {
      const seen = await lastCall()
      await expect.poll(lastCall, { timeout: 60_000, interval: 10 }).toBeGreaterThan(seen + kills)
      await small.kill()
      await small.start()
    }
    const job = async () => (await small.job(id)) as unknown as Job
    await expect.poll(async () => (await job()).status, { timeout: 120_000, interval: 50 }).toBe('completed')
    expect((await job()).gaps[0]).toMatchObject({ code: 'documentation/budget-reached', unexplained: true })
    expect(await readTokens(calls)).toBeLessThanOrEqual(tokens)
    await small.stop()
  })

  it('of a day holds for all servers of one database together', async () => {
    const postgres = await startPostgres()
    const tokens = 45_000
    const environment = { ...settings, LLM_BASE_URL: scripted.url, LLM_MAX_TOKENS_PER_DAY: String(tokens), DATABASE_URL: postgres.url, CODEWIKI_DATABASE_SCHEMA: postgres.freshSchema() }
    const servers = [new CodewikiServer(environment), new CodewikiServer(environment)]
    for (const one of servers) await one.start()
    const calls = await lastCall()
    const jobs = await Promise.all(['north', 'south', 'east', 'west'].map((name, at) => run(create(name), {}, servers[at % 2])))
    expect(jobs.map(({ status }) => status)).toEqual(jobs.map(() => 'completed'))
    const read = await readTokens(calls)
    expect(read).toBeLessThanOrEqual(tokens)
    expect(read).toBeGreaterThan(tokens / 3)
    expect(jobs.flatMap(({ gaps }) => gaps)[0]?.message).toBe("The day's budget of 45,000 tokens is reached; it is free again at 00:00 UTC.")
    for (const one of servers) await one.stop()
    await postgres.close()
  })

  it('in money is refused where nobody said what calls cost', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'codewiki-unpriced-'))
    const unpriced = { MAIN_MODEL: 'scripted/large', LLM_BASE_URL: scripted.url }
    const { code, err } = await runCli(folder, ['generate', '.'], { ...unpriced, LLM_MAX_COST_PER_DAY: '5' })
    expect([code, err]).toEqual([2, expect.stringContaining('LLM_MAX_COST_PER_DAY is set, but what scripted/large costs is not. [config/missing-value]\nSet LLM_PRICES=scripted/large=…')])
    const job = await runCli(folder, ['generate', '.', '--max-cost', '1'], unpriced)
    expect(job.err).toContain('documentation/price-unknown')
    const half = { ...unpriced, FALLBACK_MODEL_1: 'scripted/small', LLM_PRICES: 'scripted/large=2/10' }
    expect((await runCli(folder, ['generate', '.'], { ...half, LLM_MAX_COST_PER_JOB: '5' })).err).toContain('LLM_MAX_COST_PER_JOB is set, but what scripted/small costs is not.')
    expect((await runCli(folder, ['generate', '.', '--max-cost', '1'], half)).err).toContain('What scripted/small costs is not configured here')
    rmSync(folder, { recursive: true })
  })
})

async function retry(id: string): Promise<Job> {
  await fetch(`${server.url}/api/jobs/${id}/retry`, { method: 'POST' })
  await expect.poll(async () => (await server.job(id))['status'], { timeout: 60_000, interval: 50 }).toBe('completed')
  return (await server.job(id)) as unknown as Job
}
