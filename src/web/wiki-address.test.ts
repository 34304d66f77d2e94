import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWikiAddress, wikiAddressPath, wikiApiPath, wikiPath } from './wiki-address.js'

const read = (path: string) => {
  const [host = '', owner = '', name = ''] = path.split('/').map(decodeURIComponent)
  return parseWikiAddress({ host, owner, name })
}

test('writes what people can read', () => {
  const subject = { host: 'git.example.org:8443', owner: 'group/sub', name: 'na me' }
  expect(wikiApiPath(subject)).toBe('/api/wikis/git.example.org%3A8443/group:sub/na%20me')
  expect(wikiPath({ ...subject, owner: '' }, 'abcdef1')).toBe('/wiki/git.example.org%3A8443/-/na%20me@abcdef1')
})

test('reads what it wrote, whatever the names', () => {
  // As repository refs have them: no empty part, no slash, no colon, no leading dash.
  const part = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 12 })
    .filter((text) => !/[/:\\]|^-|\p{Surrogate}/u.test(text) && !/@[0-9a-f]+$/i.test(text))
  const subject = fc.record({
    host: fc.constant('git.example.org'),
    owner: fc.array(part, { maxLength: 3 }).map((parts) => parts.join('/')),
    name: part,
  })
  fc.assert(
    fc.property(subject, fc.option(fc.stringMatching(/^[0-9a-f]{40}$/), { nil: undefined }), (named, commit) => {
      expect(read(wikiAddressPath(named, commit))).toEqual(commit === undefined ? named : { ...named, commit })
    }),
  )
})

test('takes a suffix for a commit only when it looks like one', () => {
  expect(parseWikiAddress({ host: 'h', owner: 'o', name: 'pkg@latest' })).toEqual({ host: 'h', owner: 'o', name: 'pkg@latest' })
  expect(parseWikiAddress({ host: 'h', owner: 'o', name: 'pkg@latest@ABCDEF1' })).toEqual({
    host: 'h',
    owner: 'o',
    name: 'pkg@latest',
    commit: 'abcdef1',
  })
})

test('refuses a commit that is too short to mean one', () => {
  expect(() => parseWikiAddress({ host: 'h', owner: 'o', name: 'n@abc' })).toThrow(expect.objectContaining({ code: 'wikis/not-found' }))
})

test('knows that GitHub takes any case, and that others do not', () => {
  expect(parseWikiAddress({ host: 'GitHub.com', owner: 'Acme', name: 'Rocket' })).toEqual({
    host: 'github.com',
    owner: 'acme',
    name: 'rocket',
  })
  expect(parseWikiAddress({ host: 'Git.Example.org', owner: 'Acme', name: 'Rocket' })).toEqual({
    host: 'git.example.org',
    owner: 'Acme',
    name: 'Rocket',
  })
})
