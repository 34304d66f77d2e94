import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { ScriptedModel, type ModuleDivision } from '../support/scripted-model.js'

let git: GitServer
let model: ScriptedModel
let server: CodewikiServer

beforeAll(async () => {
  ;[git, model] = await Promise.all([GitServer.start(), ScriptedModel.start()])
  server = new CodewikiServer({ MAIN_MODEL: 'scripted/large', LLM_BASE_URL: model.url, LLM_CONCURRENCY: '2', LLM_TIMEOUT_SECONDS: '60', CODEWIKI_LOG_LEVEL: 'error' })
  await server.start()
})
afterEach(() => model.behave({}))
afterAll(async () => {
  await server.stop()
  await Promise.all([git.stop(), model.stop()])
})

const parts = ['alpha', 'beta', 'gamma', 'delta']
const within = { timeout: 90_000, interval: 30 }

function partSource(name: string, part: string, at: number, steps: number): string {
  const next = parts[(at + 1) % parts.length] ?? ''
  const told = Array.from({ length: steps }, (_, step) => `/** Step ${step} of ${part} in ${name}. */\nexport function ${part}Step${step}(n: number): number {\n  return ${next}Run(n + ${step})\n}\n`)
  return `import { ${next}Run } from '../${next}/run.js'\n\n/** Runs ${part}. */\nexport function ${part}Run(n: number): number {\n  return n > ${at} ? ${next}Run(n - 1) : n\n}\n\n${told.join('\n')}`
}

const letterSource = (at: number) => `${Array.from({ length: 9 }, (_, step) => `/** Way ${step} to send letter ${at}. */\nexport function sendLetter${at}By${step}(n: number): number {\n  return n + ${step}\n}\n`).join('\n')}`

/** Four small modules, of which alpha is the largest, and one of eighteen files that are told as F1 to F18. */
function create(name: string): string {
  git.create(`division/${name}`, {
    'README.md': `# ${name}\n\nA project about parts and letters.\n`,
    ...Object.fromEntries(parts.map((part, at) => [`src/${part}/run.ts`, partSource(name, part, at, 20 - at)])),
    ...Object.fromEntries(Array.from({ length: 18 }, (_, at) => [`src/letters/letter${String(at).padStart(2, '0')}.ts`, letterSource(at)])),
  })
  return git.url(`division/${name}`)
}

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `F${from + at}`)
const division: ModuleDivision = {
  merge: [{ ids: ['beta', 'alpha'], why: 'They call each other.' }],
  split: [{ id: 'letters', groups: [{ title: 'Early letters', files: ids(1, 9) }, { title: 'Late letters', files: ids(10, 18) }] }],
}
const divided = { overview: { gamma: {}, delta: {}, alpha: {}, letters: { 'early-letters': {}, 'late-letters': {} } } }
const undivided = { overview: { alpha: {}, beta: {}, delta: {}, gamma: {}, letters: {} } }

interface Job {
  readonly status: string
  readonly attempt: number
  readonly gaps: readonly unknown[]
  readonly wiki_url: string | null
  readonly figures: { readonly model_calls: number; readonly estimate: { readonly calls: number } | null }
  readonly stages: readonly { readonly stage: string; readonly summary: string | null }[]
}
const job = async (id: string) => (await server.job(id)) as unknown as Job
const submit = async (repo_url: string, options: Readonly<Record<string, unknown>> = {}) => String((await server.submit({ repo_url, options })).body['job_id'])
async function ended(id: string): Promise<Job> {
  await expect.poll(async () => (await job(id)).status, within).toBe('completed')
  return job(id)
}
const documented = async (url: string, options: Readonly<Record<string, unknown>> = {}) => {
  const id = await submit(url, options)
  return { id, ...(await ended(id)) }
}

const at = (name: string) => `127.0.0.1%3A${git.port}/division/${name}`
const get = (path: string, headers: Readonly<Record<string, string>> = {}) => fetch(`${server.url}${path}`, { redirect: 'manual', headers })
const json = async (path: string) => (await (await get(path)).json()) as unknown
interface Node {
  readonly slug: string
  readonly children: readonly Node[]
}
type Shape = { readonly [slug: string]: Shape }
const topics = new Set(['data-flow', 'security', 'testing', 'quality', 'extending', 'glossary', 'configuration', 'dependencies', 'build', 'interfaces'])
const shape = ({ slug, children }: Node): Shape => ({ [slug]: Object.assign({}, ...children.filter((child) => !topics.has(child.slug) && !child.slug.endsWith('-api')).map(shape)) as Shape })
const treeOf = async (name: string) => shape((await json(`/api/wikis/${at(name)}/tree`)) as Node)
const warnings = async (id: string) => (await server.events(id)).map(({ message }) => message)

/** Requests for a division since a call. */
async function divisionsAsked(after: number): Promise<number> {
  const asked = (await model.calls()).filter(({ call }) => call > after)
  const prompts = await Promise.all(asked.map(({ call }) => model.prompt(call)))
  return prompts.filter(({ prompt }) => prompt.includes('Modules that may be split')).length
}
const calls = async () => (await model.calls()).length

/** A file of each stored wiki of the repository that a record names, by the model that explained it. */
function stored(name: string, file: string): ReadonlyMap<string | null, unknown> {
  const found = readdirSync(join(server.dataDir, 'wikis'), { recursive: true, withFileTypes: true }).filter((entry) => entry.name === 'metadata.json')
  const told = found.map(({ parentPath }) => ({ parentPath, info: (JSON.parse(readFileSync(join(parentPath, 'metadata.json'), 'utf8')) as { generation_info: { repo_path: string; main_model: string | null; timestamp: string } }).generation_info }))
  const own = told.filter(({ info }) => info.repo_path === git.url(`division/${name}`)).sort((a, b) => (a.info.timestamp < b.info.timestamp ? -1 : 1))
  return new Map(own.map(({ parentPath, info }) => [info.main_model, JSON.parse(readFileSync(join(parentPath, file), 'utf8')) as unknown]))
}

describe('modules that a model merges and splits', { timeout: 180_000 }, () => {
  it('make a whole wiki, every page explained and every link sound, in which all files speak of the new tree', async () => {
    const before = await calls()
    await model.behave({ division })
    const { id, gaps, stages, figures } = await documented(create('letters'))
    expect(gaps).toEqual([])
    expect(await divisionsAsked(before)).toBe(1)
    expect(await treeOf('letters')).toEqual(divided)
    expect(stages.find(({ stage }) => stage === 'verifying')?.summary).toMatch(/hold$/)
    expect(await warnings(id)).toEqual(expect.arrayContaining(['By the model’s judgement: Alpha and Beta are one module.', 'By the model’s judgement: Letters is split into Early letters and Late letters.']) as unknown)
    expect(figures.model_calls).toBe((await calls()) - before)
    for (const slug of ['overview', 'alpha', 'letters', 'early-letters', 'late-letters', 'gamma', 'delta']) {
      expect(await json(`/api/wikis/${at('letters')}/pages/${slug}`)).toMatchObject({ slug, origin: 'model' })
    }
    for (const model of ['scripted/large', null]) {
      const { modules } = stored('letters', 'code_map.json').get(model) as { modules: unknown }
      expect(modules).toMatchObject({ children: [{ id: 'delta' }, { id: 'gamma' }, { id: 'letters', files: [], children: [{ id: 'early-letters' }, { id: 'late-letters' }] }, { id: 'alpha', files: ['src/alpha/run.ts', 'src/beta/run.ts'] }] })
      expect(stored('letters', 'modules.json').get(model)).toMatchObject({ modules })
      expect(stored('letters', 'metadata.json').get(model)).toMatchObject({ statistics: { leaf_nodes: 5, max_depth: 2 } })
    }
  })

  it('leave no address dead: who has one is led to the page in its place, by browser, as Markdown and by the API', async () => {
    const wiki = `/wiki/${at('letters')}`
    const led = async (path: string, headers = {}) => {
      const answer = await get(path, headers)
      return [answer.status, answer.headers.get('location')]
    }
    expect(await led(`${wiki}/beta`, { accept: 'text/html' })).toEqual([302, `${wiki}/alpha`])
    expect(await led(`${wiki}/beta.md`)).toEqual([302, `${wiki}/alpha.md`])
    expect(await led(`${wiki}/beta`, { accept: 'text/markdown' })).toEqual([302, `${wiki}/alpha.md`])
    expect((await led(`/api/wikis/${at('letters')}/pages/beta`))[0]).toBe(302)
    expect(await (await fetch(`${server.url}/api/wikis/${at('letters')}/pages/beta`)).json()).toMatchObject({ slug: 'alpha' })
    const [newest] = ((await json(`/api/wikis?repo=division/letters`)) as { wikis: { job_id: string }[] }).wikis
    expect(await led(`/static-docs/${newest?.job_id ?? ''}/beta.md`)).toEqual([302, `/static-docs/${newest?.job_id ?? ''}/alpha.md`])
    expect((await get(`${wiki}/alpha`, { accept: 'text/html' })).status).toBe(200)
    expect((await get(`${wiki}/nobody`, { accept: 'text/html' })).status).toBe(404)
  })

  it('stay in the wiki of the next commit without a question, with the addresses that lead to them', async () => {
    const before = await calls()
    await model.behave({ division: { merge: [{ ids: ['gamma', 'delta'], why: 'Once more.' }], split: [] } })
    git.commit('division/letters', { 'src/gamma/run.ts': partSource('letters', 'gamma', 2, 18).replace('return n > 2', '// Another way.\n  return n > 7') }, '2026-02-03T04:05:06Z')
    await documented(git.url('division/letters'))
    expect(await divisionsAsked(before)).toBe(0)
    expect(await calls()).toBeGreaterThan(before)
    expect(await treeOf('letters')).toEqual(divided)
    git.commit('division/letters', { 'src/gamma/more.ts': 'export const more = 1\n' }, '2026-02-04T04:05:06Z')
    await documented(git.url('division/letters'))
    expect(await treeOf('letters')).toEqual(divided)
    expect((await get(`/wiki/${at('letters')}/beta`, { accept: 'text/html' })).headers.get('location')).toBe(`/wiki/${at('letters')}/alpha`)
  })

  it('do not keep readers waiting: the code’s own wiki comes first, then its pages as they were divided, one by one', async () => {
    await model.behave({ hang: true })
    const id = await submit(create('waiting'))
    await expect.poll(async () => (await job(id)).wiki_url, within).not.toBeNull()
    expect(await treeOf('waiting')).toEqual(undivided)
    const beta = `/api/wikis/${at('waiting')}/pages/beta`
    await expect.poll(async () => ((await json(beta)) as { explanation: unknown }).explanation, within).toMatchObject({ state: 'waiting' })
    expect(await server.act(id, 'pause')).toBeLessThan(300)
    await model.behave({ division, delayMs: 1_200 })
    await server.act(id, 'resume')
    await expect.poll(() => treeOf('waiting'), within).toEqual(divided)
    expect((await job(id)).status).toBe('processing')
    const early = `/api/wikis/${at('waiting')}/pages/early-letters`
    await expect.poll(async () => ((await json(early)) as { explanation: { state: string } | null }).explanation?.state, within).toBe('explained')
    expect((await job(id)).status).toBe('processing')
    expect((await ended(id)).gaps).toEqual([])
    expect(await treeOf('waiting')).toEqual(divided)
  })

  it.each([
    ['as they are now', 2],
    ['before any of them has a name', 1],
  ])('are not asked for again after kill -9, %s', async (_, after) => {
    const name = `killed-${after}`
    const before = await calls()
    await model.behave({ division, hang: true, after })
    const id = await submit(create(name))
    await expect.poll(() => treeOf(name).catch(() => undefined), within).toEqual(divided)
    await expect.poll(calls, within).toBeGreaterThan(before + after)
    await server.kill()
    await model.behave({})
    await server.start()
    expect((await ended(id)).gaps).toEqual([])
    expect(await divisionsAsked(before)).toBe(1)
    expect(await treeOf(name)).toEqual(divided)
    expect(await model.boughtTwice()).toEqual([])
    expect(((await json('/api/wikis?repo=division/' + name)) as { wikis: { main_model: string | null }[] }).wikis.map(({ main_model: by }) => by)).toEqual(['scripted/large', null])
  })

  it('stay when a person has the job done again from its checkpoints', async () => {
    const before = await calls()
    await model.behave({ division, status: 401, after: 3 })
    const id = await submit(create('again'))
    await expect.poll(async () => (await job(id)).status, within).toBe('failed')
    expect(await treeOf('again')).toEqual(divided)
    await model.behave({})
    await server.act(id, 'retry')
    expect((await ended(id)).gaps).toEqual([])
    expect(await divisionsAsked(before)).toBe(1)
    expect(await treeOf('again')).toEqual(divided)
  })

  it.each<[string, string | ModuleDivision, string]>([
    ['no JSON', 'I would rather sing.', 'Modules stay as the code divides them: nothing of the model’s answer could be used.'],
    ['half an answer', '{"merge": [{"ids": ["alpha", "be', 'Modules stay as the code divides them: nothing of the model’s answer could be used.'],
    ['what no tree can be', { merge: [{ ids: [...parts, 'letters'], why: 'All is one.' }], split: [] }, 'A proposal of the model is left out. Alpha, Beta, Delta, Gamma and Letters stay apart: source would be left with too few modules.'],
    ['somebody else’s files', { merge: [], split: [{ id: 'letters', groups: [{ title: 'Mine', files: ['/etc/passwd'] }, { title: 'Yours', files: ids(1, 18) }] }] }, 'A proposal of the model is left out. Letters stays whole: a file was named twice, or is not one of its own.'],
  ])('are those of the code, with a warning, when the model says %s', async (what, said, warning) => {
    const name = `absurd-${what.replaceAll(/\W/g, '')}`
    await model.behave({ division: said })
    const { id, gaps } = await documented(create(name))
    expect(gaps).toEqual([])
    expect((await warnings(id)).map((message) => message.toLowerCase().replace(`${name} would`, 'source would'))).toContain(warning.toLowerCase())
    expect(await treeOf(name)).toEqual(undivided)
  })

  it('are those of the code when the budget is reached before the question', async () => {
    const before = await calls()
    const { id, gaps } = await documented(create('poor'), { max_tokens: 1 })
    expect(gaps).toHaveLength(6)
    expect(await calls()).toBe(before)
    expect(await warnings(id)).toContainEqual(expect.stringMatching(/^Modules stay as the code divides them: The job's budget of 1 tokens does not allow a call that may take/))
    expect(await treeOf('poor')).toEqual(undivided)
  })

  it('are counted in the price that is told before, where they will be asked for', async () => {
    const { figures } = await documented(create('priced'))
    expect(figures.estimate?.calls).toBe(figures.model_calls)
    const free = await documented(create('free'), { prose: false })
    expect(free.figures.estimate?.calls).toBe(figures.estimate?.calls)
  })

  it('are asked for once where free pages came first, and then by no other job', async () => {
    const free = await documented(create('free-first'), { prose: false })
    expect(await treeOf('free-first')).toEqual(undivided)
    const before = await calls()
    await model.behave({ division })
    const { id, gaps } = await documented(git.url('division/free-first'))
    expect(gaps).toEqual([])
    expect([await divisionsAsked(before), await treeOf('free-first')]).toEqual([1, divided])
    expect((await get(`/wiki/${at('free-first')}/beta`, { accept: 'text/html' })).status).toBe(302)
    expect((await warnings(id)).join()).toContain('can be read with the new modules')
    await documented(git.url('division/free-first'), { no_cache: true })
    await documented(git.url('division/free-first'), { prose: false, no_cache: true })
    expect([await divisionsAsked(before), await treeOf('free-first')]).toEqual([1, divided])
    expect(free.figures.model_calls).toBe(0)
  })
})
