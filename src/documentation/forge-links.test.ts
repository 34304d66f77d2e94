import { expect, test } from 'vitest'
import { forgeSourceUrl } from './forge-links.js'

const lines = { startLine: 3, endLine: 9 }

test.each([
  ['github.com', 'https://github.com/o/n/blob/abc/src/a%20b.c#L3-L9', 'https://github.com/o/n/blob/abc/src/a%20b.c#L3'],
  ['gitlab.com', 'https://gitlab.com/o/n/-/blob/abc/src/a%20b.c#L3-9', 'https://gitlab.com/o/n/-/blob/abc/src/a%20b.c#L3'],
  [
    'gitlab.example.org',
    'https://gitlab.example.org/o/n/-/blob/abc/src/a%20b.c#L3-9',
    'https://gitlab.example.org/o/n/-/blob/abc/src/a%20b.c#L3',
  ],
  ['bitbucket.org', 'https://bitbucket.org/o/n/src/abc/src/a%20b.c#lines-3:9', 'https://bitbucket.org/o/n/src/abc/src/a%20b.c#lines-3'],
  ['codeberg.org', 'https://codeberg.org/o/n/src/commit/abc/src/a%20b.c#L3-L9', 'https://codeberg.org/o/n/src/commit/abc/src/a%20b.c#L3'],
  ['git.sr.ht', 'https://git.sr.ht/o/n/tree/abc/item/src/a%20b.c#L3-9', 'https://git.sr.ht/o/n/tree/abc/item/src/a%20b.c#L3'],
  ['git.example.org', undefined, undefined],
])('knows where %s shows lines of a commit', (host, many, one) => {
  const subject = { url: `https://${host}/o/n`, host, commit: 'abc' }
  expect(forgeSourceUrl(subject, 'src/a b.c', lines)).toBe(many)
  expect(forgeSourceUrl(subject, 'src/a b.c', { startLine: 3, endLine: 3 })).toBe(one)
})

test('shows the whole file without lines, and nothing for a local repository', () => {
  expect(forgeSourceUrl({ url: 'https://github.com/o/n', host: 'github.com', commit: 'abc' }, 'a.c')).toBe(
    'https://github.com/o/n/blob/abc/a.c',
  )
  expect(forgeSourceUrl({ url: 'file:///srv/n', host: 'local', commit: 'abc' }, 'a.c')).toBeUndefined()
})
