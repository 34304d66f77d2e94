import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GitRepositoryProcessor, type GitSettings } from '../../src/repositories/adapters/git/git-repository-processor.js'
import { isPublic, parseCidrs } from '../../src/repositories/adapters/git/vet-address.js'
import { parseTree } from '../../src/repositories/adapters/git/parse-tree.js'
import { makeParseRepository } from '../../src/repositories/parse-repository.js'
import type { RepositoryInput } from '../../src/repositories/repository-ref.js'
import { GitServer } from '../support/git-server.js'

const parse = makeParseRepository({ allowHttp: true, localRoots: 'any' })
const never = new AbortController().signal
let server: GitServer
let folder: string

beforeAll(async () => {
  server = await GitServer.start()
  folder = mkdtempSync(join(tmpdir(), 'codewiki-attack-'))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

function processor(changes: Partial<GitSettings> = {}): GitRepositoryProcessor {
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const settings = {
    home,
    allowHttp: true,
    allowed: parseCidrs(['127.0.0.0/8']),
    resolveHost: async () => ['127.0.0.1'],
    cloneTimeoutMs: 20_000,
    maxBytes: 50e6,
    maxEntries: 1_000,
  }
  return new GitRepositoryProcessor({ ...settings, ...changes })
}

async function read(input: RepositoryInput, changes: Partial<GitSettings> = {}, signal = never): Promise<Map<string, string>> {
  const directory = mkdtempSync(join(folder, 'attempt-'))
  const ref = parse(input)
  const git = processor(changes)
  const { commit } = await git.resolve(ref, signal)
  const snapshot = await git.fetch(ref, commit, { directory, signal })
  const files = new Map<string, string>()
  for await (const { entry, content } of snapshot.blobs(snapshot.entries, signal)) files.set(entry.path, content.toString('utf8'))
  await snapshot[Symbol.asyncDispose]()
  expect(readdirSync(directory)).toEqual([])
  return files
}

const failure = (code: string) => expect.objectContaining({ code })

describe('fetching', () => {
  it('reads a repository over HTTP by blob and leaves nothing behind', async () => {
    server.create('o/plain', { 'src/a.ts': 'export const a = 1\n', 'a b/ü.md': '# hi\n' })
    expect(await read({ repository: server.url('o/plain') })).toEqual(
      new Map([
        ['a b/ü.md', '# hi\n'],
        ['src/a.ts', 'export const a = 1\n'],
      ]),
    )
  })

  it('P3: reads names that bite: spaces, newlines, dashes, prototypes', async () => {
    server.create('o/names', { '-rf': 'x', ['__proto__']: 'p', constructor: 'c', ' lead': 's', 'new\nline': 'n' })
    expect([...(await read({ repository: server.url('o/names') })).keys()]).toEqual([' lead', '-rf', '__proto__', 'constructor'])
  })

  it('never follows a symbolic link', async () => {
    server.create('o/link', { 'README.md': { symlink: '/etc/passwd' }, 'a.ts': 'a' })
    expect([...(await read({ repository: server.url('o/link') })).keys()]).toEqual(['a.ts'])
  })

  it('G5: reads a SHA-256 repository', async () => {
    server.create('o/sha256', { 'a.ts': 'a' }, 'sha256')
    expect((await read({ repository: server.url('o/sha256') })).size).toBe(1)
  })

  it.each([
    ['an empty repository', 'o/empty', {}, 'repositories/empty'],
    ['an unknown branch', 'o/plain', { branch: 'nope' }, 'repositories/unknown-revision'],
    ['an unknown tag', 'o/plain', { tag: 'v9' }, 'repositories/unknown-revision'],
    ['an unknown commit', 'o/plain', { commit: 'd'.repeat(40) }, 'repositories/unknown-revision'],
    ['a missing repository', 'o/missing', {}, 'repositories/not-found'],
  ])('names %s', async (_what, path, revision, code) => {
    if (path === 'o/empty') server.create('o/empty', {})
    await expect(read({ repository: server.url(path), ...revision })).rejects.toThrow(failure(code))
  })

  it.each([
    [401, 'repositories/authentication-required'],
    [403, 'repositories/authentication-required'],
    [404, 'repositories/not-found'],
    [429, 'repositories/rate-limited'],
    [500, 'repositories/unreachable'],
  ])('names an answer of %i', async (status, code) => {
    server.lab(`lab/s${status}`, (_request, response) => response.writeHead(status).end())
    await expect(read({ repository: server.url(`lab/s${status}`) })).rejects.toThrow(failure(code))
  })

  it('G1: ends a host that hangs within two seconds of the cancel, and leaves no process', async () => {
    server.lab('lab/hang', () => undefined)
    const cancel = new AbortController()
    const started = performance.now()
    const reading = read({ repository: server.url('lab/hang') }, {}, cancel.signal)
    await expect.poll(() => server.requests.filter((path) => path.startsWith('/lab/hang')).length).toBeGreaterThan(0)
    cancel.abort(new Error('stop'))
    await expect(reading).rejects.toThrow('stop')
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('G3: stops a clone over its limit on disk', async () => {
    const noise = Buffer.alloc(3e6, 0).map(() => Math.floor(Math.random() * 256))
    server.create('o/large', { 'noise.bin': Buffer.from(noise) })
    await expect(read({ repository: server.url('o/large') }, { maxBytes: 500_000 })).rejects.toThrow(failure('repositories/too-large'))
  })
})

describe('the network', () => {
  it('is refused when it is private and not allowed', async () => {
    const before = server.requests.length
    await expect(read({ repository: server.url('o/plain') }, { allowed: [] })).rejects.toThrow(failure('repositories/forbidden-address'))
    expect(server.requests.length).toBe(before)
  })

  it.each(['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::ffff:127.0.0.1]', '[::1]', '0'])(
    'sees through the spelling %s',
    async (host) => {
      const allowed = parse({ repository: `http://${host}:${server.port}/o/plain` })
      await expect(processor({ allowed: [] }).fetch(allowed, 'd'.repeat(40), { directory: folder, signal: never })).rejects.toThrow(
        failure('repositories/forbidden-address'),
      )
    },
  )

  it.each(['10.0.0.1', '169.254.169.254', '100.64.0.1', '::127.0.0.1', 'fe80::1', 'fd00::1', '224.0.0.1', '::'])(
    'knows %s to be no public address',
    (address) => {
      expect(isPublic(address)).toBe(false)
    },
  )

  it('is asked once: a name server that changes its mind is not heard', async () => {
    let asked = 0
    const resolveHost = async () => [(asked += 1) === 1 ? '127.0.0.1' : '10.9.9.9']
    const url = `http://rebind.example:${server.port}/o/plain`
    const git = processor({ resolveHost })
    await expect(git.resolve(parse({ repository: url }), never)).resolves.toMatchObject({ refName: 'main' })
    expect(asked).toBe(1)
  })

  it('does not follow a redirect to a host that is not allowed', async () => {
    server.lab('lab/redirect', (_request, response) =>
      response.writeHead(302, { location: 'http://10.1.2.3/o/plain/info/refs?service=git-upload-pack' }).end(),
    )
    await expect(read({ repository: server.url('lab/redirect') })).rejects.toThrow(failure('repositories/forbidden-address'))
  })

  it('follows a vetted redirect of a renamed repository', async () => {
    server.lab('lab/renamed', (request, response) =>
      response.writeHead(301, { location: (request.url ?? '').replace('/lab/renamed', '/o/plain') }).end(),
    )
    expect((await read({ repository: server.url('lab/renamed') })).size).toBe(2)
  })

  it('does not use a proxy of the environment', async () => {
    process.env['http_proxy'] = 'http://127.0.0.1:9'
    try {
      expect((await read({ repository: server.url('o/plain') })).size).toBe(2)
    } finally {
      delete process.env['http_proxy']
    }
  })
})

describe('a hostile local repository', () => {
  it('runs nothing that its configuration names', async () => {
    const path = join(server.folder, 'o/hostile')
    server.create('o/hostile', { 'a.ts': 'a', '.gitattributes': '*.ts filter=evil' })
    const canary = join(folder, 'canary')
    const script = join(path, 'evil.sh')
    writeFileSync(script, `#!/bin/sh\ntouch ${canary}\ncat\n`, { mode: 0o755 })
    for (const key of ['core.fsmonitor', 'core.sshCommand', 'filter.evil.smudge', 'core.pager', 'diff.external'])
      execFileSync('git', ['config', key, script], { cwd: path })
    expect((await read({ repository: path })).has('a.ts')).toBe(true)
    expect(existsSync(canary)).toBe(false)
  })

  it('is no repository when it is a plain folder', async () => {
    await expect(read({ repository: folder })).rejects.toThrow(failure('repositories/not-found'))
  })
})

describe('tree entries', () => {
  const line = (mode: string, type: string, path: string) => `${mode} ${type} ${'a'.repeat(40)}       1\t${path}\0`

  it.each([
    '../../etc/x',
    '.git/hooks/post-checkout',
    'a/.GIT/config',
    'git~1',
    'a\\b',
    '/abs',
    'a//b',
    'x\u0007',
    'a/'.repeat(70) + 'x',
    'y'.repeat(2_000),
  ])('skips the name %j', (path) => {
    const { entries, skipped } = parseTree(Buffer.from(line('100644', 'blob', path)), 10)
    expect(entries).toEqual([])
    expect(skipped).toHaveLength(1)
  })

  it('skips links and submodules, and stops at the limit', () => {
    const { skipped } = parseTree(Buffer.from(line('120000', 'blob', 'l') + line('160000', 'commit', 's').replace(' 1\t', ' -\t')), 10)
    expect(skipped.map((one) => one.reason)).toEqual(['symlink', 'submodule'])
    expect(() => parseTree(Buffer.from(line('100644', 'blob', 'a').repeat(11)), 10)).toThrow(failure('repositories/too-large'))
  })
})
