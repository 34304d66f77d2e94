import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
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

/** A repository with a page for each part, unlike any other by its name. */
function create(name: string, parts = 12): string {
  const names = Array.from({ length: parts }, (_, at) => `${name}part${at}`)
  const source = (part: string, at: number) => {
    const next = names[(at + 1) % names.length] ?? ''
    const steps = Array.from({ length: 30 }, (_, step) => `/** Step ${step} of ${part}. */\nexport function ${part}Step${step}(n: number): number {\n  return ${next}Run(n + ${step})\n}\n`)
    return `import { ${next}Run } from '../${next}/run.js'\n\n/** Runs ${part}. */\nexport function ${part}Run(n: number): number {\n  return n > ${at} ? ${next}Run(n - 1) : n\n}\n\n${steps.join('\n')}`
  }
  git.create(`budget/${name}`, {
    'README.md': `# ${name}\n\nA project about parts that call each other in turn.\n`,
    ...Object.fromEntries(names.map((part, at) => [`src/${part}/run.ts`, source(part, at)])),
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

describe('the price on the button', { timeout: 180_000 }, () => {
  it('is told before anything is bought, and near what is paid then', async () => {
    const url = create('first')
    const free = await run(url, { prose: false })
    expect(free).toMatchObject({ status: 'completed', main_model: null, figures: { model_calls: 0 } })
    const { estimate } = free.figures
    if (estimate === null) throw new Error('no estimate')
    const paid = await run(url)
    expect(paid.figures.cost_usd).toBeGreaterThan(estimate.range_usd.low * 0.5)
    expect(paid.figures.cost_usd).toBeLessThan(estimate.range_usd.high)
    expect(paid.figures.estimate).toEqual(estimate)
    expect(paid.main_model).toBe('scripted/large')
  })
})
