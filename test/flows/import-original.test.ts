import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CodewikiServer } from '../support/codewiki-server.js'
import { GitServer } from '../support/git-server.js'
import { runCli, type CliResult } from '../support/run-cli.js'

let git: GitServer
let host: string
let first: CliResult
const server = new CodewikiServer()
const folder = mkdtempSync(join(tmpdir(), 'codewiki-original-'))
const oldCommit = '1234567890abcdef1234567890abcdef12345678'

const overview = `# Rocket

Reads [the core](core_utils.md#Launch-pad), [itself](#parts), [a page that never was](missing.md), [a file](../src/x.py) and [the web](https://example.org/).
Holds \`Map<K>\`, <b>bold</b>, <script>alert(1)</script> and [a trick](javascript:alert(1)).

## Parts

\`\`\`mermaid
graph TD
  A[Engine] --> B[Tank]
\`\`\`
`
const json = (value: unknown) => JSON.stringify(value)

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

function writeOriginal(): void {
  const job = (repo: string, docs: string, more: object = {}) => ({ job_id: 'x', repo_url: repo, status: 'completed', created_at: '2025-10-01T10:00:00', started_at: null, completed_at: null, error_message: null, progress: 'Done', docs_path: `./output/docs/${docs}`, main_model: null, commit_id: null, ...more })
  write('output/cache/jobs.json', json({
    'acme--rocket': job(git.url('acme/rocket'), 'acme--rocket-docs', { main_model: '<b>claude</b>-sonnet-4' }),
    'acme--gone': job('https://github.com/acme/gone', 'acme--gone-docs'),
    'acme--broken': { repo_url: 5 },
    'acme--failed': job('https://github.com/acme/failed', '', { status: 'failed', docs_path: null }),
  }))
  write('output/cache/cache_index.json', json({
    abc123: { repo_url: 'https://github.com/Acme/by--index', repo_url_hash: 'abc123', docs_path: './output/docs/acme--by--index-docs', created_at: '2025-10-01T10:00:00', last_accessed: '2025-10-02T10:00:00' },
  }))
  const docs = 'output/docs/acme--rocket-docs'
  write(`${docs}/overview.md`, overview)
  write(`${docs}/core_utils.md`, '# Core Utils\n\n## Launch pad\n\nBack to [the start](overview.md).\n')
  write(`${docs}/Deep Module.md`, '# Deep\n\nText.\n')
  write(`${docs}/module_tree.json`, json({ core_utils: { path: 'src/core', components: ['src/core.py::a'], children: { 'Deep Module': { components: [] } } }, never_written: { components: [], children: {} } }))
  write(`${docs}/first_module_tree.json`, '{}')
  write(`${docs}/metadata.json`, json({ generation_info: { timestamp: '2025-10-01T10:00:00.123456', main_model: 'other', generator_version: '1.0.0', repo_path: '/tmp/x', commit_id: oldCommit }, statistics: { total_components: 12, leaf_nodes: 2, max_depth: 2 }, files_generated: ['overview.md'] }))
  symlinkSync('/etc/passwd', join(folder, docs, 'secret.md'))
  write('output/docs/acme--by--index-docs/overview.md', '# By index\n')
  write('output/docs/acme--by--index-docs/extra.md', '# Extra\n')
  write('output/docs/acme--by--index-docs/module_tree.json', '{ "extra": ')
  write('output/docs/plain--name-docs/lonely.md', '# Lonely\n\nNo overview here.\n')
  write('output/docs/a--b--c-docs/overview.md', '# Whose?\n')
}

beforeAll(async () => {
  git = await GitServer.start()
  host = `127.0.0.1:${git.port}`
  git.create('acme/rocket', { 'src/a.py': 'def launch():\n    """Launches the newest rocket."""\n' })
  await server.start()
  writeOriginal()
  const { body } = await server.submit({ repo_url: git.url('acme/rocket') })
  await server.ended(String(body['job_id']))
  first = await importAgain()
}, 90_000)
afterAll(async () => {
  await server.stop()
  await git.stop()
  rmSync(folder, { recursive: true, force: true })
})

const importAgain = (...args: string[]) => runCli(folder, ['import', folder, ...args], { CODEWIKI_DATA_DIR: server.dataDir })
const page = async (path: string) => (await fetch(`${server.url}${path}`, { headers: { accept: 'text/html' } })).text()
const data = async (path: string): Promise<unknown> => (await fetch(`${server.url}${path}`)).json()

describe('codewiki import', () => {
  it('imports what it can, reports the rest by code, and ends with 1', () => {
    expect(first.code).toBe(1)
    expect(first.out.trim().split('\n').sort()).toEqual([
      `Imported ${git.url('acme/rocket')} at 1234567890: 3 pages by <b>claude</b>-sonnet-4`,
      'Imported https://github.com/acme/by--index at an unknown commit: 2 pages',
      'Imported https://github.com/plain/name at an unknown commit: 2 pages',
    ])
    const problems = first.err.trim().split('\n')
    expect(problems).toHaveLength(4)
    for (const expected of [/acme--broken: .*\[import\/invalid-record\]/, /acme--gone-docs: .*\[import\/files-missing\]/, /module_tree\.json: .*\[import\/invalid-json\]/, /a--b--c-docs: .*\[import\/unknown-repository\]/])
      expect(problems.filter((line) => expected.test(line)), String(expected)).toHaveLength(1)
  })

  it('shows an imported page as such, with safe HTML, live links mended and dead ones as text', async () => {
    const html = await page(`/wiki/${host}/acme/rocket@${oldCommit}/overview`)
    expect(html).toContain('Imported from the original CodeWiki: written on 2025-10-01 by &lt;b&gt;claude&lt;/b&gt;-sonnet-4, at commit 1234567890.')
    expect(html).toContain('<a href="core-utils">the core</a>')
    expect(html).toContain('<a href="#parts">itself</a>')
    expect(html).toMatch(/<a href="https:\/\/example\.org\/" rel="[^"]+">the web<\/a>/)
    expect(html).toContain(', a page that never was, a file and ')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(html).toContain('<code>Map&lt;K&gt;</code>')
    expect(html).not.toMatch(/<b>bold|href="javascript|<script>alert/)
    expect(html).toContain('<svg class="diagram"')
  })

  it('keeps the tree, without modules that were never written, and lists pages flat where the tree is broken', async () => {
    const slugs = (node: { slug: string; children: never[] }): unknown => [node.slug, ...node.children.map(slugs)]
    expect(slugs((await data(`/api/wikis/${host}/acme/rocket@${oldCommit}/tree`)) as never)).toEqual(['overview', ['core-utils', ['deep-module']]])
    expect(slugs((await data('/api/wikis/github.com/acme/by--index/tree')) as never)).toEqual(['overview', ['extra']])
    expect(await page('/wiki/github.com/plain/name/overview')).toContain('<a href="lonely">Lonely</a>')
  })

  it('is not taken for a newer wiki of ours, which stays as it is', async () => {
    const html = await page(`/wiki/${host}/acme/rocket/overview`)
    expect(html).toContain('a.py')
    expect(html).not.toContain('Imported from the original')
    expect(await data('/api/job/acme--rocket')).toMatchObject({ status: 'completed', progress: 'Completed', main_model: null })
  })

  it('answers old clients by alias, with an unknown commit as null, and under the old names of files', async () => {
    expect(await data('/api/job/plain--name')).toMatchObject({ job_id: 'plain--name', status: 'completed', commit_id: null, docs_path: '/static-docs/plain--name/' })
    expect(await data('/api/wikis/github.com/plain/name')).toMatchObject({ commit_id: null, pages: 2 })
    expect(await page('/static-docs/plain--name/lonely.md')).toContain('No overview here.')
    expect(await page('/wikis')).toContain('unknown')
    const metadata = (await data('/static-docs/plain--name/metadata.json')) as { generation_info: unknown; imported: unknown }
    expect(metadata).toMatchObject({ generation_info: { main_model: null, commit_id: null, repo_path: 'https://github.com/plain/name' }, imported: {} })
  })

  it('follows no symbolic link', async () => {
    expect((await fetch(`${server.url}/wiki/${host}/acme/rocket@${oldCommit}/secret`)).status).toBe(404)
    expect(await page(`/wiki/${host}/acme/rocket@${oldCommit}/search?q=root`)).not.toContain((readFileSync('/etc/passwd', 'utf8').split('\n')[0] ?? '').slice(0, 12))
  })

  it('imports nothing twice', async () => {
    const again = await importAgain('--json')
    const lines = again.out.trim().split('\n').map((line) => Object.keys(JSON.parse(line) as object)[0])
    expect(lines).toEqual(['present', 'present', 'present'])
  })

  it('reads one folder of pages, goes on after broken records, and says so when there is nothing', async () => {
    const one = await runCli(folder, ['import', join(folder, 'output/docs/plain--name-docs')], { CODEWIKI_DATA_DIR: server.dataDir })
    expect(one).toMatchObject({ code: 4, err: expect.stringContaining('import/nothing-found') as string })
    write('other/cache/jobs.json', '{ broken')
    write('other/docs/fine--wiki-docs/overview.md', '# Fine\n')
    const other = await runCli(folder, ['import', join(folder, 'other')], { CODEWIKI_DATA_DIR: server.dataDir })
    expect(other).toMatchObject({ code: 1, out: 'Imported https://github.com/fine/wiki at an unknown commit: 1 page\n', err: expect.stringMatching(/jobs\.json: .*\[import\/invalid-json\]/) as string })
    const single = await runCli(folder, ['import', join(folder, 'other/docs/fine--wiki-docs')], { CODEWIKI_DATA_DIR: server.dataDir })
    expect(single).toMatchObject({ code: 0, out: expect.stringContaining('Imported before') as string })
  }, 60_000)
})
