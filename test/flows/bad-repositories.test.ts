import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer, type FixtureFiles } from '../support/git-server.js'
import { opening, status } from '../support/lab-answers.js'

/** What only the worker finds out: each job ends, says why, and leaves nothing behind. */
let git: GitServer
const server = new CodewikiServer({ CODEWIKI_MAX_REPOSITORY_MB: '3', CODEWIKI_MAX_FILE_KB: '64', CODEWIKI_SUBMITS_PER_MINUTE: '10000' })
beforeAll(async () => {
  git = await GitServer.start()
  await server.start()
})
afterAll(async () => {
  await server.stop()
  await git.stop()
})
afterEach(async () => {
  await expect.poll(() => server.leftovers()).toEqual({ open: 0, folders: [] })
})

const code = { 'src/add.py': '"""Sums."""\ndef add(a, b):\n    """Adds two numbers."""\n    return a + b\n' }
/** Does not compress. */
const noise = (bytes: number): Buffer => crypto.getRandomValues(Buffer.alloc(bytes))

async function documented(path: string, revision: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
  const { status: answer, body } = await server.submit({ repo_url: path.includes('://') ? path : git.url(path), ...revision })
  expect(answer).toBe(202)
  return server.ended(String(body['job_id']))
}

async function published(path: string, files: FixtureFiles): Promise<{ readonly job: Record<string, unknown>; readonly log: string; readonly base: string }> {
  git.create(path, files)
  const job = await documented(path)
  expect(job).toMatchObject({ status: 'completed', failure: null, gaps: [] })
  const events = await fetch(`${server.url}/api/jobs/${String(job['job_id'])}/events?limit=1000`, { headers: { accept: 'application/json' } })
  const wiki = String(job['wiki_url'])
  return { job, log: await events.text(), base: wiki.slice(0, -'/overview'.length) }
}

const page = async (path: string) => (await fetch(server.url + path, { headers: { accept: 'text/html' } })).text()

/** Every page and every exported file of the wiki, as one text. */
async function everything(base: string, job: Record<string, unknown>): Promise<string> {
  const tree = (await (await fetch(`${server.url}${base.replace('/wiki/', '/api/wikis/')}/tree`)).json()) as Node
  const slugs = (node: Node): string[] => [node.slug, ...node.children.flatMap(slugs)]
  const pages = await Promise.all(slugs(tree).map((slug) => page(`${base}/${slug}`)))
  const names = ['overview.md', 'metadata.json', 'module_tree.json', 'citations.json', 'code_map.json', 'llms.txt']
  const files = await Promise.all(names.map(async (name) => (await fetch(`${server.url}/static-docs/${String(job['job_id'])}/${name}`)).text()))
  return [...pages, ...files].join('\n')
}

interface Node {
  readonly slug: string
  readonly children: readonly Node[]
}

describe('G5, J15: a job fails by name, with advice, at once', () => {
  const cases: [string, () => string, Record<string, string>, string][] = [
    ['an unknown host', () => 'https://no-such-host.invalid/owner/name', {}, 'repositories/unknown-host'],
    ['a missing repository', () => 'bad/missing', {}, 'repositories/not-found'],
    ['a private repository', () => lab('bad/private', 401), {}, 'repositories/authentication-required'],
    ['a forbidden repository', () => lab('bad/forbidden', 403), {}, 'repositories/authentication-required'],
    ['an unknown branch', () => plain(), { branch: 'nope' }, 'repositories/unknown-revision'],
    ['an unknown tag', () => plain(), { tag: 'v9' }, 'repositories/unknown-revision'],
    ['an unknown commit', () => plain(), { commit_id: 'd'.repeat(40) }, 'repositories/unknown-revision'],
    ['the beginning of no commit', () => plain(), { commit_id: 'ddddddd' }, 'repositories/unknown-revision'],
    ['an empty repository', () => made('bad/empty', {}), {}, 'repositories/empty'],
    ['a repository without source', () => made('bad/prose', { 'README.md': '# Prose\n', 'a.csv': '1,2\n' }), {}, 'analysis/nothing-to-document'],
    ['a repository of binary files', () => made('bad/binary', { 'a.py': Buffer.from([0, 1, 2]), 'b.bin': Buffer.alloc(100) }), {}, 'analysis/nothing-to-document'],
    ['one huge source file', () => made('bad/huge', { 'huge.py': 'x = 1\n'.repeat(20_000) }), {}, 'analysis/nothing-to-document'],
    ['a repository over the limit', () => made('bad/large', largeFiles()), {}, 'repositories/too-large'],
  ]
  const lab = (path: string, answer: number): string => {
    git.lab(path, status(answer, { 'www-authenticate': 'Basic realm="x"' }))
    return path
  }
  const made = (path: string, files: FixtureFiles): string => {
    git.create(path, files)
    return path
  }
  let isMade = false
  const plain = (): string => {
    if (!isMade) git.create('bad/plain', code)
    isMade = true
    return 'bad/plain'
  }
  const largeFiles = () => Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`part${at}.bin`, noise(65_536)]))

  it.each(cases)('%s', async (_what, path, revision, expected) => {
    const job = await documented(path(), revision)
    const advice = expect.stringMatching(/.{10,}/) as string
    expect(job).toMatchObject({ status: 'failed', attempt: 1, failure: { code: expected, advice } })
    const { message } = job['failure'] as { message: string }
    expect(job['error_message']).toBe(message)
    // And on the page that the form leads to, without scripts.
    const html = await page(`/jobs/${String(job['job_id'])}`)
    expect(html).toContain(`<code>${expected}</code>`)
    expect(html).toContain(message.replaceAll('"', '&quot;'))
  })

  it('a host that stops in the middle is tried again later, not lost, and can be cancelled', async () => {
    git.lab('bad/half', opening)
    const { body } = await server.submit({ repo_url: git.url('bad/half') })
    const id = String(body['job_id'])
    await expect.poll(async () => (await server.job(id))['failure']).toMatchObject({ code: expect.stringContaining('repositories/') as string })
    await fetch(`${server.url}/api/jobs/${id}/cancel`, { method: 'POST' })
    expect((await server.ended(id))['status']).toMatch(/cancelled|failed/)
  })
})

describe('a job completes and says what it left out', () => {
  it('P2: huge and binary files', async () => {
    const { job, log, base } = await published('odd/files', { ...code, 'data/huge.py': 'y = 2\n'.repeat(20_000), 'logo.py': Buffer.from([1, 0, 2]), 'noise.dat': Buffer.from([0, ...noise(2_000)]) })
    expect(log).toContain('1 file (over the size limit): data/huge.py')
    expect(log).toContain('2 files (binary): logo.py, noise.dat')
    expect(await everything(base, job)).toContain('add.py')
    for (const path of ['data/huge.py', 'logo.py']) expect((await fetch(`${server.url}${base}/raw/${path}`)).status).toBe(404)
  })

  it('P3: names with spaces, newlines, Unicode and a leading dash', async () => {
    const names = ['my file.py', '-rf.py', '--upload-pack=x.py', 'größe/日本語.py', 'a&b<c>"d\'.py', '100%.py', '__proto__/constructor.py', '#x?y.py']
    const files = Object.fromEntries([...names, 'new\nline.py'].map((name, at) => [name, `def f${at}():\n    """Does ${at}."""\n`]))
    const { job, log, base } = await published('odd/names', files)
    expect(log).toContain('refused because of their names): new\\\\x0aline.py')
    const text = await everything(base, job)
    for (const [at, name] of names.entries()) {
      expect(text, name).toContain(`f${at}`)
      const path = name.split('/').map(encodeURIComponent).join('/')
      const source = await fetch(`${server.url}${base}/source/${path}`)
      expect([name, source.status]).toEqual([name, 200])
      expect(await (await fetch(`${server.url}${base}/raw/${path}`)).text()).toContain(`def f${at}()`)
    }
    // Names are text on a page, never markup.
    expect(await page(String(job['wiki_url']))).not.toContain('a&b<c>')
  })

  it('a symlink to /etc/passwd: its content is on no page and in no file', async () => {
    const links = { 'passwd.py': { symlink: '/etc/passwd' }, 'docs/README.md': { symlink: '/etc/passwd' }, 'README.md': { symlink: '/etc/passwd' }, etc: { symlink: '/etc' } }
    const { job, log, base } = await published('odd/links', { ...code, ...links })
    expect(log).toContain('symbolic links, never followed')
    const secret = readFileSync('/etc/passwd', 'utf8').split('\n')[0] ?? ''
    expect(secret).toMatch(/^root:/)
    expect(await everything(base, job)).not.toContain(secret)
    for (const path of ['passwd.py', 'README.md', 'docs/README.md', 'etc/passwd', 'etc', '../../../../etc/passwd', '%2fetc%2fpasswd']) {
      for (const view of ['raw', 'source']) {
        const answer = await fetch(`${server.url}${base}/${view}/${path}`)
        expect([path, view, answer.status]).toEqual([path, view, 404])
        expect(await answer.text()).not.toContain(secret)
      }
    }
    expect(below(join(server.dataDir, 'wikis')).filter((file) => readFileSync(file).includes(secret))).toEqual([])
  })
})

const below = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('two repositories', () => {
  it('a/b--c and a--b/c are never one', async () => {
    git.create('a/b--c', { 'one.py': 'def only_one():\n    """Is in b--c."""\n' })
    git.create('a--b/c', { 'two.py': 'def only_two():\n    """Is in c."""\n' })
    const [one, two] = [await documented('a/b--c'), await documented('a--b/c')]
    expect([one['repo_url'], two['repo_url']]).toEqual([git.url('a/b--c'), git.url('a--b/c')])
    expect(one['wiki_url']).not.toBe(two['wiki_url'])
    expect(await page(String(one['wiki_url']))).toContain('one.py')
    expect(await page(String(one['wiki_url']))).not.toContain('two.py')
    expect(await page(String(two['wiki_url']))).not.toContain('one.py')
    const alias = await fetch(`${server.url}/api/job/a--b--c`)
    expect([alias.status, await alias.json()]).toMatchObject([409, { code: 'jobs/ambiguous-alias' }])
    for (const job of [one, two]) expect(await (await fetch(`${server.url}/api/job/${String(job['job_id'])}`)).json()).toMatchObject({ repo_url: job['repo_url'] })
  })
})
