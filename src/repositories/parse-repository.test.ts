import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../platform/app-error.js'
import { makeParseRepository } from './parse-repository.js'

const parse = makeParseRepository({ allowHttp: false, localRoots: [] })
const codeOf = (repository: string): string => {
  try {
    return `accepted ${parse({ repository }).url}`
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

describe('a folder on this machine', () => {
  const parseHere = makeParseRepository({ allowHttp: false, localRoots: 'any' })
  const urlOf = (repository: string) => parseHere({ repository }).url

  it('may be named by its bare name, with or without a slash, where everything on the machine is allowed', () => {
    expect([urlOf('src'), urlOf('src/')]).toEqual([urlOf('./src'), urlOf('./src')])
    expect(codeOf('src')).toBe('repositories/invalid-url')
  })

  it('is not what owner/name means, even where there is one', () => {
    expect(urlOf('src/repositories')).toBe('https://github.com/src/repositories')
  })

  it('that is not there is no repository', () => {
    expect(() => urlOf('no-such-folder-here')).toThrow('This is not a repository URL.')
  })
})

describe('a repository URL', () => {
  it.each([
    ['https://github.com/Owner/Name.git', 'https://github.com/owner/name'],
    ['https://github.com/owner/name/', 'https://github.com/owner/name'],
    ['owner/name', 'https://github.com/owner/name'],
    ['gitlab.com/group/sub/name', 'https://gitlab.com/group/sub/name'],
    ['https://GitLab.com/Group/Name', 'https://gitlab.com/Group/Name'],
    ['https://git.example.org:8443/a/b', 'https://git.example.org:8443/a/b'],
  ])('%s is %s', (typed, url) => {
    expect(parse({ repository: typed }).url).toBe(url)
  })

  it.each([
    ['', 'repositories/invalid-url'],
    ['not a url', 'repositories/invalid-url'],
    ['--upload-pack=touch /tmp/x', 'repositories/invalid-url'],
    ['--upload-pack=x', 'repositories/invalid-url'],
    ['ext::sh -c touch% /tmp/x', 'repositories/invalid-url'],
    ['ext::sh', 'repositories/protocol-not-allowed'],
    ['fd::7', 'repositories/protocol-not-allowed'],
    ['git://example.org/a/b', 'repositories/protocol-not-allowed'],
    ['ssh://git@example.org/a/b', 'repositories/protocol-not-allowed'],
    ['git@github.com:a/b.git', 'repositories/protocol-not-allowed'],
    ['http://example.org/a/b', 'repositories/protocol-not-allowed'],
    ['file:///etc', 'repositories/local-path-not-allowed'],
    ['/etc', 'repositories/local-path-not-allowed'],
    ['../x', 'repositories/local-path-not-allowed'],
    ['https://user:secret@example.org/a/b', 'repositories/invalid-url'],
    ['https://example.org/a/b?x=1', 'repositories/invalid-url'],
    ['https://good.example\\@127.0.0.1/a/b', 'repositories/invalid-url'],
    ['https://example.org', 'repositories/invalid-url'],
    ['https://example.org/a/%2e%2e/%2fetc', 'repositories/invalid-url'],
    [`https://example.org/${'a'.repeat(3_000)}`, 'repositories/invalid-url'],
  ])('%s is refused as %s', (typed, code) => {
    expect(codeOf(typed)).toBe(code)
  })

  it('never says a credential back', () => {
    expect(() => parse({ repository: 'https://user:hunter2@example.org/a/b' })).not.toThrow(/hunter2/)
  })

  it('J13: keeps a/b--c and a--b/c apart', () => {
    expect(parse({ repository: 'a/b--c' }).url).not.toBe(parse({ repository: 'a--b/c' }).url)
  })

  it('pasted from the browser names its branch or commit', () => {
    expect(parse({ repository: 'https://github.com/a/b/tree/dev' }).revision).toEqual({ kind: 'branch', name: 'dev' })
    expect(parse({ repository: `https://github.com/a/b/commit/${'1'.repeat(40)}` }).revision).toEqual({
      kind: 'commit',
      id: '1'.repeat(40),
    })
  })

  it.each([{ branch: '-x' }, { branch: 'a..b' }, { tag: 'a b' }, { commit: 'xyz' }, { commit: '--output=f' }, { branch: 'a', tag: 'b' }])(
    'refuses the revision %j',
    (revision) => {
      expect(() => parse({ repository: 'a/b', ...revision })).toThrow(expect.objectContaining({ code: 'repositories/invalid-revision' }))
    },
  )

  it('J13: is canonical: parsing the result again changes nothing, and different owners or names never meet', () => {
    const part = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/)
    fc.assert(
      fc.property(part, part, part, part, (a, b, c, d) => {
        const [left, right] = [
          parse({ repository: `https://example.org/${a}/${b}` }),
          parse({ repository: `https://example.org/${c}/${d}` }),
        ]
        expect(parse({ repository: left.url })).toEqual(left)
        expect(left.url === right.url).toBe(a === c && b === d)
      }),
    )
  })

  it('whatever is typed, the answer is a ref or a named refusal', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(codeOf(text)).toMatch(/^(accepted https:|repositories\/)/)
      }),
    )
  })
})
