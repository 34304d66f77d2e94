import { describe, expect, it } from 'vitest'
import { relink } from './site-links.js'
import { pageFile, SourceNames } from './site-names.js'

const page = '<a href="overview#gone">o</a> <a href="jobs#claim-1">j</a> <a href="#top">t</a> <a href="https://x.org/a">x</a> <a href="source/src/a%20b.ts#L3-L9" class="citation">c</a>'
const relinked = (url: string, host: string, hasSource = true) =>
  relink(page, { record: { url, host, commit: 'c0ffee' }, names: new SourceNames(), hasSource: () => hasSource, hasAnchor: (slug, anchor) => slug === 'jobs' && anchor === 'claim-1' })

describe('the links of an exported page', () => {
  it('lead to files, and citations to the forge at the commit where it is known', () => {
    const { html, sources } = relinked('https://github.com/o/r', 'github.com')
    expect(html).toContain('<a href="index.html">o</a> <a href="jobs.html#claim-1">j</a> <a href="#top">t</a> <a href="https://x.org/a">x</a>')
    expect(html).toContain('<a href="https://github.com/o/r/blob/c0ffee/src/a%20b.ts#L3-L9" rel="noopener noreferrer" class="citation">')
    expect(sources).toEqual([])
  })

  it('lead to the first cited line in a page of the source where no forge is known', () => {
    const { html, sources } = relinked('https://git.example.org/o/r', 'git.example.org')
    expect(html).toMatch(/<a href="source\/~[0-9a-f]{16}\.html#L3" class="citation">/)
    expect(sources).toEqual(['src/a b.ts'])
  })

  it('are dropped where there is nothing to show', () => {
    expect(relinked('file:///r', 'local', false).html).toContain('<a class="citation">c</a>')
  })
})

describe('names of files', () => {
  it('never collide: not with the entry, not by case, not by what stands for a slash', () => {
    expect([pageFile('overview'), pageFile('index'), pageFile('index-2')]).toEqual(['index.html', 'index_.html', 'index-2.html'])
    const names = new SourceNames()
    const paths = ['a/b.ts', 'A/B.ts', 'a~b.ts', 'a b.ts', '-rf', '.env', `${'x'.repeat(300)}.ts`, 'a/b.ts']
    const found = paths.map((path) => names.nameOf(path).toLowerCase())
    expect(new Set(found).size).toBe(paths.length - 1)
    for (const name of found) expect(name).toMatch(/^[a-z0-9_~][\w.@+~-]*\.html$/)
    expect(names.nameOf('a/b.ts')).toBe('a~b.ts.html')
  })
})
