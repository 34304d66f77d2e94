import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type RunningApp } from '../support/web-app.js'

const older = 'a'.repeat(40)
const newer = 'b'.repeat(40)
const gap = { slug: 'core', title: 'Core', code: 'documentation/broken-link', message: 'A link points nowhere.' }
let running: RunningApp
beforeAll(async () => {
  running = await startApp()
  await running.publish({ url: 'https://github.com/acme/rocket', commit: older })
  await running.publish({ url: 'https://github.com/acme/rocket', commit: newer })
  await running.publish({ url: 'https://git.example.org:8443/group/sub/name', commit: older })
  await running.publish({ url: 'https://git.example.org/alone', commit: older })
  await running.publish({ url: 'https://github.com/a/b--c', commit: older })
  await running.publish({ url: 'https://github.com/a--b/c', commit: newer, gaps: [gap] })
})
afterAll(async () => running[Symbol.asyncDispose]())

const get = (path: string, accept?: string) => fetch(running.url + path, accept === undefined ? {} : { headers: { accept } })
const json = async (path: string) => (await get(path)).json()
const rocket = '/api/wikis/github.com/acme/rocket'

describe('a wiki', () => {
  test('is listed, and its links lead back to it', async () => {
    const { wikis } = (await json('/api/wikis')) as { wikis: { name: string; links: { self: string } }[] }
    expect(wikis).toHaveLength(6)
    for (const wiki of wikis) expect(await json(wiki.links.self)).toEqual(wiki)
  })

  test('is listed by a part of its name', async () => {
    expect(await json('/api/wikis?repo=acme/rocket&limit=1')).toMatchObject({ wikis: [{ commit_id: newer }] })
    expect(await json('/api/wikis?repo=nobody')).toEqual({ wikis: [] })
  })

  test('without a commit is the newest; with one, or its first seven digits, exactly that', async () => {
    expect(await json(rocket)).toMatchObject({ commit_id: newer, coverage: { source_files: 1 }, gaps: [] })
    expect(await json(`${rocket}@${older}`)).toMatchObject({ commit_id: older })
    expect(await json(`${rocket}@aaaaaaa`)).toMatchObject({ commit_id: older })
  })

  test.each([
    ['/api/wikis/git.example.org:8443/group:sub/name', 'group/sub'],
    ['/api/wikis/git.example.org%3A8443/group%3Asub/name', 'group/sub'],
    ['/api/wikis/git.example.org/-/alone', ''],
    ['/api/wikis/GitHub.com/A/B--C', 'a'],
    ['/api/wikis/github.com/a--b/c', 'a--b'],
  ])('is found at %s', async (path, owner) => {
    const response = await get(path)
    expect([response.status, await response.json()]).toMatchObject([200, { owner }])
  })

  test.each([
    `${rocket}@ccccccc`,
    `${rocket}@aaa`,
    '/api/wikis/github.com/acme/nothing',
    '/api/wikis/github.com/acme/..%2f..%2fetc',
    '/api/wikis/github.com/__proto__/constructor',
  ])('%s is 404', async (path) => {
    for (const below of ['', '/tree', '/search?q=x', '/pages/overview']) {
      const response = await get(path + below)
      expect([response.status, await response.json()]).toMatchObject([404, { code: 'wikis/not-found' }])
    }
  })

  test('answers 304 to its ETag', async () => {
    const etag = (await get(rocket)).headers.get('etag') ?? ''
    expect((await fetch(running.url + rocket, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await fetch(`${running.url}${rocket}@${older}`, { headers: { 'if-none-match': etag } })).status).toBe(200)
  })

  test('has a tree and a search whose hits say where to read on', async () => {
    expect(await json(`${rocket}/tree`)).toEqual({
      slug: 'overview',
      title: 'Tiny',
      path: '',
      components: [],
      children: [{ slug: 'core', title: 'Core', path: 'src/core', components: ['src/core/a.ts#a'], children: [] }],
    })
    const { hits } = (await json(`${rocket}/search?q=core`)) as { hits: { url: string }[] }
    expect(hits[0]).toMatchObject({ slug: 'core', url: `/wiki/github.com/acme/rocket@${newer}/core#start` })
  })

  test.each(['', '"', '* OR', '%27%3B--', '%F0%9F%9A%80', 'a'.repeat(500)])('takes any search text: %s', async (query) => {
    expect((await get(`${rocket}/search?q=${query}`)).status).toBe(200)
  })
})

describe('a page', () => {
  test('is JSON by default and Markdown on request, each with its own ETag', async () => {
    const asJson = await get(`${rocket}/pages/core`)
    expect(await asJson.json()).toMatchObject({
      slug: 'core',
      kind: 'module',
      origin: 'analysis',
      commit_id: newer,
      markdown: '# Core\n\nBody of Core says queueing.\n',
      breadcrumbs: [
        { slug: 'overview', title: 'Tiny' },
        { slug: 'core', title: 'Core' },
      ],
      previous: { slug: 'overview' },
      next: null,
    })
    const asMarkdown = await get(`${rocket}/pages/core`, 'text/markdown')
    expect(asMarkdown.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(await asMarkdown.text()).toBe('# Core\n\nBody of Core says queueing.\n')
    expect(asMarkdown.headers.get('etag')).not.toBe(asJson.headers.get('etag'))
    expect(asMarkdown.headers.get('vary')).toContain('accept')
    const etag = asMarkdown.headers.get('etag') ?? ''
    expect(
      (await fetch(`${running.url}${rocket}/pages/core`, { headers: { accept: 'text/markdown', 'if-none-match': etag } })).status,
    ).toBe(304)
  })

  test('that does not exist is 404, and in no other type 406', async () => {
    for (const slug of ['nothing', '..%2foverview', 'overview.md', '__proto__']) {
      const response = await get(`${rocket}/pages/${slug}`)
      expect([response.status, await response.json()]).toMatchObject([404, { code: 'wikis/page-not-found' }])
    }
    expect((await get(`${rocket}/pages/core`, 'application/pdf')).status).toBe(406)
  })

  test('that is a gap can be tried again; one that is there cannot', async () => {
    const retry = (path: string) => fetch(`${running.url}${path}/retry`, { method: 'POST' })
    const there = await retry(`${rocket}/pages/core`)
    expect([there.status, await there.json()]).toMatchObject([409, { code: 'wikis/not-a-gap' }])
    const missing = await retry(`${rocket}/pages/nothing`)
    expect([missing.status, await missing.json()]).toMatchObject([404, { code: 'wikis/page-not-found' }])
    const wiki = (await json('/api/wikis/github.com/a--b/c')) as { job_id: string }
    const again = await retry('/api/wikis/github.com/a--b/c/pages/core')
    expect([again.status, await again.json()]).toMatchObject([202, { job_id: wiki.job_id, status: 'queued' }])
    await running.jobs.cancel(wiki.job_id)
    await running.jobs.remove(wiki.job_id)
    const anew = await retry('/api/wikis/github.com/a--b/c/pages/core')
    expect([anew.status, await anew.json()]).toMatchObject([202, { revision: { kind: 'commit', id: newer } }])
  })
})

test('DELETE takes away one commit, or all of them, and nothing of another repository', async () => {
  const remove = async (path: string) => (await fetch(running.url + path, { method: 'DELETE' })).status
  await running.publish({ url: 'https://github.com/acme/doomed', commit: older })
  await running.publish({ url: 'https://github.com/acme/doomed', commit: newer })
  const doomed = '/api/wikis/github.com/acme/doomed'
  expect(await remove(`${doomed}@${newer}`)).toBe(204)
  expect(await json(doomed)).toMatchObject({ commit_id: older })
  expect(await remove(doomed)).toBe(204)
  expect(await remove(doomed)).toBe(404)
  expect((await running.cache.list()).filter((wiki) => wiki.name === 'doomed')).toEqual([])
  expect(await json(rocket)).toMatchObject({ commit_id: newer })
})
