import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { runCli } from '../support/run-cli.js'

/** Two commits are documented; what changed between their wikis is asked for by a program, in the browser and on the command line. */
let git: GitServer
const server = new CodewikiServer({ CODEWIKI_SUBMITS_PER_MINUTE: '10000' })
let [first, second] = ['', '']
let base = ''

function file(name: string): string {
  return Array.from({ length: 8 }, (_, at) => `/** Step ${at} of ${name}. */\nexport function ${name}Step${at}(value: number): number {\n  return value + ${at}\n}\n`).join('\n')
}

async function documented(path: string): Promise<string> {
  const { body } = await server.submit({ repo_url: git.url(path) })
  const job = await server.ended(String(body['job_id']), 90_000)
  expect(job).toMatchObject({ status: 'completed', gaps: [] })
  base = String(job['wiki_url']).replace(/^\/wiki\/(.*)@.*$/, '$1')
  return String(job['commit_id'])
}

beforeAll(async () => {
  git = await GitServer.start()
  await server.start()
  git.create('acme/shop', {
    'package.json': '{"name": "shop", "description": "Sells things."}',
    ...Object.fromEntries(['cart', 'order', 'invoice'].map((name) => [`src/orders/${name}.ts`, file(name)])),
    ...Object.fromEntries(['mail', 'letter', 'stamp'].map((name) => [`src/post/${name}.ts`, file(name)])),
  })
  first = await documented('acme/shop')
  // The lines of one file move, another one gains a function and changes one.
  git.commit('acme/shop', { 'src/orders/cart.ts': `\n\n${file('cart')}`, 'src/post/mail.ts': `${file('mail').replace('mailStep0(value: number)', 'mailStep0(value: number, by: number)')}\n/** Sends <b>it</b> once more. */\nexport function sendAgain(): void {}\n` }, '2026-01-03T03:04:05Z')
  second = await documented('acme/shop')
}, 200_000)
afterAll(async () => {
  await server.stop()
  await git.stop()
})

interface Comparison {
  readonly files: object
  readonly figures: readonly { readonly name: string }[]
  readonly pages: readonly { readonly slug: string; readonly change: string; readonly reasons: readonly string[]; readonly components: readonly { readonly name: string; readonly change: string }[]; readonly hunks: readonly { readonly lines: readonly string[] }[] }[]
}

it('answers programs with pages, reasons, definitions and lines', async () => {
  const answer = await fetch(`${server.url}/api/wikis/${base}/diff?from=${first.slice(0, 10)}&to=${second}`)
  expect(answer.status).toBe(200)
  const { files, pages, figures } = (await answer.json()) as Comparison
  expect(files).toEqual({ added: 0, removed: 0, changed: 2 })
  expect(figures.map(({ name }) => name)).toContain('definitions')
  const post = pages.find(({ slug }) => slug === 'post')
  expect(post).toMatchObject({ change: 'changed', reasons: ['code'] })
  expect(post?.components.map(({ name, change }) => [name, change])).toEqual([['mailStep0', 'signature'], ['sendAgain', 'added']])
  expect(post?.hunks.flatMap(({ lines }) => lines).some((line) => line.startsWith('+') && line.includes('sendAgain'))).toBe(true)
  // Only lines moved there: nothing on the page says anything else, but for the length of the file.
  const orders = pages.find(({ slug }) => slug === 'orders')
  for (const line of orders?.hunks.flatMap(({ lines }) => lines.filter((one) => !one.startsWith(' '))) ?? []) expect(line).toMatch(/lines|\| \d+ \|/)
})

it('finds nothing between a commit and itself, and says which commits there are', async () => {
  const same = (await (await fetch(`${server.url}/api/wikis/${base}/diff?from=${second}&to=${second}`)).json()) as Comparison
  expect([same.pages, same.figures]).toEqual([[], []])
  const missing = await fetch(`${server.url}/api/wikis/${base}/diff?from=abcdef0&to=${second}`)
  expect(missing.status).toBe(404)
  expect(await missing.text()).toContain(first.slice(0, 10))
  expect((await fetch(`${server.url}/api/wikis/${base}/diff?from=${first}`)).status).toBe(422)
})

it('is a page of the reader, linked from the list of versions, that shows no markup of the repository', async () => {
  const overview = await (await fetch(`${server.url}/wiki/${base}/overview`)).text()
  const path = `/wiki/${base}@${first}...${second}`
  expect(overview).toContain(`href="${path}"`)
  const answer = await fetch(`${server.url}${path}`, { headers: { accept: 'text/html' } })
  expect(answer.status).toBe(200)
  const page = await answer.text()
  expect(page).toContain('<h1>What changed</h1>')
  expect(page).toMatch(/<code>sendAgain<\/code>: new function/)
  expect(page).not.toContain('<b>it</b>')
  const only = await (await fetch(`${server.url}${path}?page=post`)).text()
  expect(only).toContain('Only one page is shown')
  expect(only).not.toContain('id="page-overview"')
  expect((await fetch(`${server.url}/wiki/${base}@${first}...nothing`, { headers: { accept: 'text/html' } })).status).toBe(404)
})

it('takes a branch for the newest wiki of it', async () => {
  const { pages } = (await (await fetch(`${server.url}/api/wikis/${base}/diff?from=${first}&to=main`)).json()) as Comparison
  expect(pages.map(({ slug }) => slug)).toContain('post')
})

it('is a command that ends as diff does', { timeout: 60_000 }, async () => {
  const diff = (...args: string[]) => runCli(server.dataDir, ['diff', ...args, '--repo', git.url('acme/shop'), '--data-dir', server.dataDir])
  const text = await diff(first.slice(0, 8), second.slice(0, 8))
  expect(text.code).toBe(1)
  expect(text.out).toContain('M post.md  ')
  expect(text.out).toContain('Why: its code changed')
  expect(text.out).toContain('+ sendAgain: new function')
  expect(text.out).toMatch(/^ {2}\+- .*sendAgain/m)
  const markdown = await diff(first, second, '--markdown', '--stat', '--page', 'post')
  expect(markdown.out).toContain('- `sendAgain`: new function')
  expect(markdown.out).not.toContain('```diff')
  const json = await diff(first, second, '--json')
  expect((JSON.parse(json.out) as Comparison).pages.length).toBeGreaterThan(0)
  expect((await diff(second, second)).code).toBe(0)
  const missing = await diff('abcdef0', second)
  expect([missing.code, missing.err]).toEqual([4, expect.stringContaining('wikis/not-found')])
  expect((await diff(first, second, '--page', 'nowhere')).code).toBe(4)
})

it('begins to steer a repository with a commented file, and overwrites none', async () => {
  const written = await runCli(server.dataDir, ['init', join(server.dataDir, 'new')])
  expect([written.code, written.out]).toEqual([0, expect.stringContaining('config.yml')])
  const again = await runCli(server.dataDir, ['init', join(server.dataDir, 'new')])
  expect([again.code, again.err]).toEqual([2, expect.stringContaining('steering/config-exists')])
})

it('refuses a wish on the command line that cannot be, before anything is fetched', async () => {
  const refused = await runCli(server.dataDir, ['generate', git.url('acme/shop'), '--document-type', 'novel'])
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('document type')])
})
