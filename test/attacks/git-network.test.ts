import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GitLab, never } from '../support/git-lab.js'
import { GitServer } from '../support/git-server.js'
import { redirect, status, toGit, webPage } from '../support/lab-answers.js'

let server: GitServer
/** Stands for a host inside: nothing may ever ask it. */
let inside: GitServer
let lab: GitLab

beforeAll(async () => {
  server = await GitServer.start()
  inside = await GitServer.start()
  lab = new GitLab()
  server.create('o/plain', { 'a.ts': 'a' })
  inside.create('o/secret', { 'secret.ts': 's' })
})
afterAll(async () => {
  await server.stop()
  await inside.stop()
  lab.remove()
})

const failure = (code: string) => expect.objectContaining({ code })
const forbidden = failure('repositories/forbidden-address')

describe('an address inside', () => {
  it('is not asked unless its network is allowed', async () => {
    const before = server.requests.length
    await expect(lab.read({ repository: server.url('o/plain') }, { allowed: [] })).rejects.toThrow(forbidden)
    expect(server.requests.length).toBe(before)
  })

  it.each(['2130706433', '0x7f.1', '0177.0.0.1', '127.1', '0', '①②⑦.0.0.1', '[::ffff:127.0.0.1]', '[::1]', '[::127.0.0.1]', 'localhost'])(
    'is known behind the spelling %s',
    async (host) => {
      const before = server.requests.length
      const ref = lab.parse({ repository: `http://${host}:${server.port}/o/plain` })
      const asking = lab.processor({ allowed: [] }).fetch(ref, 'd'.repeat(40), { directory: lab.folder, signal: never })
      await expect(asking).rejects.toThrow(forbidden)
      expect(server.requests.length).toBe(before)
    },
  )

  it('among public ones spoils the whole name', async () => {
    const resolveHost = async () => ['8.8.8.8', '10.0.0.1']
    await expect(lab.read({ repository: 'http://two.example/o/plain' }, { allowed: [], resolveHost })).rejects.toThrow(forbidden)
  })

  it('is not reached by a name server that changes its mind: git goes where we looked', async () => {
    const answers = ['127.0.0.1', '10.9.9.9']
    const resolveHost = async () => [answers.shift() ?? '10.9.9.9']
    const git = lab.processor({ resolveHost })
    const ref = lab.parse({ repository: `http://rebind.example:${server.port}/o/plain` })
    // No name server knows rebind.example: git can only get there by the pin.
    const { commit, refName } = await git.resolve(ref, never)
    expect(refName).toBe('main')
    await expect(git.fetch(ref, commit, { directory: lab.folder, signal: never })).rejects.toThrow(forbidden)
  })

  it('is reached over IPv6 only when that network is allowed', async () => {
    const other = await GitServer.start({ address: '::1' })
    try {
      other.create('o/six', { 'a.ts': 'a' })
      await expect(lab.read({ repository: other.url('o/six') })).rejects.toThrow(forbidden)
      expect(other.requests).toEqual([])
    } finally {
      await other.stop()
    }
  })
})

describe('a name server', () => {
  const asking = (error: Error) => lab.read({ repository: 'http://gone.example/o/plain' }, { resolveHost: () => Promise.reject(error) })

  it('that knows no such host makes it unknown', async () => {
    await expect(asking(Object.assign(new Error('x'), { code: 'ENOTFOUND' }))).rejects.toThrow(failure('repositories/unknown-host'))
  })

  it('that does not answer is tried again later', async () => {
    await expect(asking(Object.assign(new Error('x'), { code: 'EAI_AGAIN' }))).rejects.toThrow(
      expect.objectContaining({ code: 'repositories/unreachable', kind: 'transient' }),
    )
  })

  it('that never answers does not hold up a cancel', async () => {
    const cancel = new AbortController()
    const reading = lab.read(
      { repository: 'http://slow.example/o/plain' },
      { resolveHost: () => new Promise(() => undefined) },
      cancel.signal,
    )
    setTimeout(() => cancel.abort(new Error('stop')), 20)
    await expect(reading).rejects.toThrow('stop')
  })
})

describe('a redirect', () => {
  it('to a repository that moved is followed', async () => {
    server.lab('lab/renamed', (request, response) => redirect((request.url ?? '').replace('/lab/renamed', '/o/plain'))(request, response))
    expect([...(await lab.read({ repository: server.url('lab/renamed') })).keys()]).toEqual(['a.ts'])
  })

  it.each([
    ['to a network that is not allowed', 'http://10.1.2.3/o/r/info/refs', 'repositories/forbidden-address'],
    ['to the cloud metadata', 'http://169.254.169.254/latest/info/refs', 'repositories/forbidden-address'],
    ['to a file', 'file:///etc/info/refs', 'repositories/forbidden-redirect'],
    ['to a program', 'ext::sh/info/refs', 'repositories/forbidden-redirect'],
    ['with credentials', 'http://user:hunter2@127.0.0.1/o/r/info/refs', 'repositories/forbidden-redirect'],
    ['to a web page', '/login', 'repositories/forbidden-redirect'],
    ['to nonsense', 'http://[', 'repositories/forbidden-redirect'],
  ])('%s is refused', async (what, location, code) => {
    const path = `lab/${what.replaceAll(' ', '-')}`
    server.lab(path, redirect(location))
    await expect(lab.read({ repository: server.url(path) })).rejects.toThrow(failure(code))
    await expect(lab.read({ repository: server.url(path) })).rejects.not.toThrow(/hunter2/)
  })

  it('in a circle ends', async () => {
    server.lab(
      'lab/circle',
      redirect((url) => url),
    )
    await expect(lab.read({ repository: server.url('lab/circle') })).rejects.toThrow(failure('repositories/too-many-redirects'))
    expect(server.hits('lab/circle')).toBeLessThanOrEqual(4)
  })

  it('that only git gets to see is not followed', async () => {
    const away = redirect((url) => inside.url('o/secret') + url.slice(url.indexOf('/info/refs')))
    server.lab('lab/two-faced', toGit(away))
    await expect(lab.read({ repository: server.url('lab/two-faced') })).rejects.toThrow(failure('repositories/forbidden-redirect'))
    expect(inside.requests).toEqual([])
  })
})

describe('the environment of the process', () => {
  it.each(['http_proxy', 'HTTPS_PROXY', 'ALL_PROXY'])('does not lead git through %s', async (name) => {
    process.env[name] = inside.url('').slice(0, -1)
    try {
      expect((await lab.read({ repository: server.url('o/plain') })).size).toBe(1)
      expect(inside.requests).toEqual([])
    } finally {
      delete process.env[name]
    }
  })

  it('does not configure git', async () => {
    const settings = {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `url.${inside.url('o/secret')}.insteadOf`,
      GIT_CONFIG_VALUE_0: server.url('o/plain'),
    }
    Object.assign(process.env, settings)
    try {
      expect([...(await lab.read({ repository: server.url('o/plain') })).keys()]).toEqual(['a.ts'])
    } finally {
      for (const name of Object.keys(settings)) delete process.env[name]
    }
  })
})

describe('credentials', () => {
  it('are never sent, also when a host asks for them or redirects', () => {
    expect(server.headers.length).toBeGreaterThan(10)
    expect(server.headers.filter((headers) => 'authorization' in headers || 'cookie' in headers)).toEqual([])
  })
})

describe('G5: an answer', () => {
  it.each([
    [401, 'repositories/authentication-required'],
    [403, 'repositories/authentication-required'],
    [404, 'repositories/not-found'],
    [410, 'repositories/not-found'],
    [429, 'repositories/rate-limited'],
    [451, 'repositories/not-found'],
    [500, 'repositories/unreachable'],
    [503, 'repositories/unreachable'],
  ])('of %i is told by name, to us or to git', async (code, name) => {
    server.lab(`lab/ours-${code}`, status(code, { 'www-authenticate': 'Basic realm="x"' }))
    await expect(lab.read({ repository: server.url(`lab/ours-${code}`) })).rejects.toThrow(failure(name))
    server.lab(`lab/gits-${code}`, toGit(status(code, { 'www-authenticate': 'Basic realm="x"' })))
    await expect(lab.read({ repository: server.url(`lab/gits-${code}`) })).rejects.toThrow(failure(name))
  })

  it('that asks for patience says how long', async () => {
    server.lab('lab/patience', status(429, { 'retry-after': '120' }))
    await expect(lab.read({ repository: server.url('lab/patience') })).rejects.toThrow(expect.objectContaining({ retryAfterSeconds: 120 }))
  })

  it('that is a web page is no repository', async () => {
    server.lab('lab/page', webPage)
    await expect(lab.read({ repository: server.url('lab/page') })).rejects.toThrow(failure('repositories/not-found'))
  })

  it('that does not come is unreachable', async () => {
    const gone = await GitServer.start()
    const url = gone.url('o/r')
    await gone.stop()
    await expect(lab.read({ repository: url })).rejects.toThrow(failure('repositories/unreachable'))
  })
})
