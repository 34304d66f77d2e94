import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GitServer } from '../support/git-server.js'
import { runCli } from '../support/run-cli.js'

let git: GitServer
let folder: string
let commit: string

beforeAll(async () => {
  git = await GitServer.start()
  folder = mkdtempSync(join(tmpdir(), 'codewiki-cli-'))
  commit = git.create('o/tool', { 'README.md': '# Tool\n\nA tool that adds numbers together, for people who like sums.\n', 'src/add.py': '"""Sums."""\ndef add(a, b):\n    """Adds two numbers."""\n    return a + b\n' }) ?? ''
})
afterAll(async () => {
  await git.stop()
  rmSync(folder, { recursive: true, force: true })
})

const codewiki = (...args: string[]) => runCli(folder, args)

describe('codewiki', () => {
  it('generates a wiki with the files of the original, result on stdout, progress on stderr', async () => {
    const target = join(folder, 'wiki')
    const { code, out, err } = await codewiki('generate', git.url('o/tool'), '--output', target)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(commit.slice(0, 10)) as string })
    expect(err).toContain('100 %')
    expect(readdirSync(target)).toEqual(expect.arrayContaining(['overview.md', 'module_tree.json', 'first_module_tree.json', 'metadata.json', 'citations.json', 'llms.txt']))
    const metadata = JSON.parse(readFileSync(join(target, 'metadata.json'), 'utf8')) as { generation_info: { commit_id: string } }
    expect(metadata.generation_info.commit_id).toBe(commit)
  })

  it('has a page for every module of module_tree.json', () => {
    const tree = JSON.parse(readFileSync(join(folder, 'wiki/module_tree.json'), 'utf8')) as Record<string, { children: object }>
    const names = (node: Record<string, { children: object }>): string[] => Object.entries(node).flatMap(([name, { children }]) => [name, ...names(children as typeof node)])
    for (const name of names(tree)) expect(readdirSync(join(folder, 'wiki'))).toContain(`${name}.md`)
  })

  it('finds it in the cache the second time, and speaks JSON lines', async () => {
    const { code, out } = await codewiki('generate', git.url('o/tool'), '--json')
    const lines = out.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(code).toBe(0)
    expect(lines.at(-1)).toMatchObject({ status: 'completed', commit_id: commit })
    expect(lines.some(({ message }) => message === 'Completed from the cache')).toBe(true)
  })

  it('gives the same bytes for the same commit, but for the time in metadata.json', async () => {
    await codewiki('generate', git.url('o/tool'), '--no-cache', '--output', join(folder, 'again'))
    for (const name of readdirSync(join(folder, 'wiki')).filter((one) => one !== 'metadata.json')) {
      expect(readFileSync(join(folder, 'again', name), 'utf8'), name).toBe(readFileSync(join(folder, 'wiki', name), 'utf8'))
    }
  })

  it('takes pages of a wiki that was written to the folder before away, and nothing else', async () => {
    const target = join(folder, 'kept')
    mkdirSync(target)
    const former = { generation_info: { generator_version: '0.0.9', commit_id: 'a'.repeat(40) }, files_generated: ['overview.md', 'gone.md', '../outside.md', 'notes.json', 'folder.md'] }
    writeFileSync(join(target, 'metadata.json'), JSON.stringify(former))
    mkdirSync(join(target, 'folder.md'))
    for (const name of ['gone.md', 'mine.md', 'notes.json', '../outside.md', 'folder.md/mine.txt']) writeFileSync(join(target, name), 'before')
    expect((await codewiki('generate', git.url('o/tool'), '--output', target)).code).toBe(0)
    const names = readdirSync(target)
    expect(names).not.toContain('gone.md')
    expect(names).toEqual(expect.arrayContaining(['overview.md', 'mine.md', 'notes.json', 'folder.md']))
    expect(readdirSync(folder)).toContain('outside.md')
    expect(readdirSync(join(target, 'folder.md'))).toEqual(['mine.txt'])
  })

  it.each([
    [['generate', 'not a url'], 2, 'repositories/invalid-url'],
    [['generate', '--', '--upload-pack=x'], 2, 'repositories/invalid-url'],
    [['serve', 'not a url', '--port', '0'], 2, 'repositories/invalid-url'],
    [['jobs', 'show', 'nope'], 4, 'jobs/not-found'],
    [['generate'], 2, 'missing required argument'],
    [['generatt', 'x'], 2, 'generate'],
  ])('%j ends with %i and says why', async (args, code, text) => {
    const result = await codewiki(...args)
    expect(result.code).toBe(code)
    expect(result.err).toContain(text)
  })

  it('fails a missing repository with code and advice', async () => {
    const { code, err } = await codewiki('generate', git.url('o/missing'))
    expect(code).toBe(1)
    expect(err).toContain('repositories/not-found')
  })

  it('lists jobs and wikis, and is in good health', async () => {
    expect((await codewiki('jobs', 'list')).out).toContain('completed')
    expect((await codewiki('cache', 'list')).out).toContain('o/tool')
    expect((await codewiki('doctor')).code).toBe(0)
    expect((await codewiki('--version')).out.trim()).toMatch(/^\d+\.\d+\.\d+$/)
  })
})
