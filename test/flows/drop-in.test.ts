import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clock } from '../../src/platform/clock.js'
import { startApp, type RunningApp } from '../support/web-app.js'

const commit = 'a'.repeat(40)
let now = Date.parse('2026-05-01T12:00:00Z')
const clock: Clock = { now: () => new Date(now), monotonicMs: () => now }
let running: RunningApp
let jobId: string
beforeAll(async () => {
  running = await startApp({ clock })
  jobId = (await running.publish({ url: 'https://github.com/acme/rocket', commit })).jobId
})
afterAll(async () => running[Symbol.asyncDispose]())

const get = (path: string, accept = '*/*') => fetch(running.url + path, { redirect: 'manual', headers: { accept } })
const submit = (fields: Record<string, string>) =>
  fetch(`${running.url}/`, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) })
const idOf = (response: Response) => /^\/jobs\/([0-9a-f-]{36})$/.exec(response.headers.get('location') ?? '')?.[1] ?? ''

describe('POST /', () => {
  test('takes repo_url and commit_id and redirects to the job', async () => {
    const response = await submit({ repo_url: 'https://github.com/form/one', commit_id: 'abcdef1' })
    expect(response.status).toBe(303)
    expect(await running.jobs.find(idOf(response))).toMatchObject({
      status: 'queued',
      subject: { owner: 'form', name: 'one', revision: { kind: 'commit', id: 'abcdef1' } },
    })
  })

  test('takes an empty commit_id as none, and our further fields', async () => {
    const response = await submit({
      repo_url: 'https://github.com/form/two',
      commit_id: ' ',
      branch: 'dev',
      include: 'src/**, lib/**',
      exclude: '',
      no_cache: 'on',
    })
    expect(await running.jobs.find(idOf(response))).toMatchObject({
      subject: { revision: { kind: 'branch', name: 'dev' } },
      options: { include: ['src/**', 'lib/**'], exclude: [], noCache: true },
    })
  })

  test('redirects to the job that is open already', async () => {
    const first = await submit({ repo_url: 'https://github.com/form/same' })
    const again = await submit({ repo_url: 'https://github.com/form/same' })
    expect([again.status, idOf(again)]).toEqual([303, idOf(first)])
  })

  test('shows the form again with the reason, under the status that a program would get', async () => {
    const wrong: Record<string, string>[] = [
      {},
      { repo_url: ' ' },
      { repo_url: 'a/b', branch: 'x', tag: 'y' },
      { repo_url: 'x'.repeat(3_000) },
    ]
    for (const fields of wrong) {
      const response = await submit(fields)
      expect([response.status, response.headers.get('content-type')]).toEqual([422, 'text/html; charset=utf-8'])
      expect(await response.text()).toContain('name="repo_url"')
    }
  })

  test('gives back what was typed, and runs none of it', async () => {
    const html = await (await submit({ repo_url: '"><script>alert(1)</script>' })).text()
    expect(html).not.toContain('<script>alert')
    expect(html).toContain('&quot;>&lt;script>alert(1)')
  })

  test('does not take a repository again that failed less than the cool-down ago; the API does', async () => {
    const url = 'https://github.com/form/failing'
    await running.jobs.setPriority(idOf(await submit({ repo_url: url })), 100)
    const { job, lease } = await running.claim()
    await running.jobs.settle(lease, {
      kind: 'failed',
      failure: { code: 'repositories/not-found', message: 'There is no such repository.', advice: undefined },
    })
    now += 60_000
    const refused = await submit({ repo_url: url })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '120'])
    expect(await refused.text()).toContain('There is no such repository.')
    const api = await fetch(`${running.url}/api/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ repo_url: url }),
    })
    const { job_id } = (await api.json()) as { job_id: string }
    expect([api.status, job_id === job.id]).toEqual([202, false])
    await running.jobs.cancel(job_id)
    await running.jobs.remove(job_id)
    now += 120_001
    expect((await submit({ repo_url: url })).status).toBe(303)
  })
})

describe('GET /api/job/{job_id}', () => {
  test('has exactly the eleven fields of the original, with its types', async () => {
    const response = await get('/api/job/acme--rocket')
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      job_id: 'acme--rocket',
      repo_url: 'https://github.com/acme/rocket',
      status: 'completed',
      created_at: '2026-05-01T12:00:00.000Z',
      started_at: '2026-05-01T12:00:00.000Z',
      completed_at: '2026-05-01T12:00:00.000Z',
      error_message: null,
      progress: 'Completed',
      docs_path: `/static-docs/${jobId}/`,
      main_model: null,
      commit_id: commit,
    })
  })

  test('takes our ids and any case of the alias', async () => {
    expect(await (await get(`/api/job/${jobId}`)).json()).toMatchObject({ job_id: jobId, status: 'completed' })
    expect(await (await get('/api/job/Acme--Rocket')).json()).toMatchObject({ repo_url: 'https://github.com/acme/rocket' })
  })

  test('shows a queued job with nulls and a cancelled one as failed, a word that old clients wait for', async () => {
    const id = idOf(await submit({ repo_url: 'https://github.com/form/waiting' }))
    expect(await (await get('/api/job/form--waiting')).json()).toMatchObject({
      status: 'queued',
      started_at: null,
      completed_at: null,
      error_message: null,
      docs_path: null,
      commit_id: null,
      progress: 'Waiting for a worker',
    })
    await running.jobs.cancel(id)
    expect(await (await get('/api/job/form--waiting')).json()).toMatchObject({ status: 'failed', error_message: 'The job was cancelled.' })
  })

  test('is 404 with the detail of the original for an unknown job', async () => {
    for (const id of ['no--such', '0190a5f0-0000-7000-8000-000000000000', '..', '__proto__']) {
      const response = await get(`/api/job/${encodeURIComponent(id)}`)
      expect([response.status, await response.json()]).toMatchObject([404, id === '..' ? {} : { detail: 'Job not found' }])
    }
  })

  test('never mixes up a/b--c and a--b/c', async () => {
    await submit({ repo_url: 'https://github.com/a/b--c' })
    expect(await (await get('/api/job/a--b--c')).json()).toMatchObject({ repo_url: 'https://github.com/a/b--c' })
    await submit({ repo_url: 'https://github.com/a--b/c' })
    const response = await get('/api/job/a--b--c')
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'jobs/ambiguous-alias' }])
  })

  test('answers from the cache when the job is not on record any more', async () => {
    const wiki = await running.publish({ url: 'https://github.com/acme/cached', commit })
    await running.jobs.remove(wiki.jobId)
    expect(await (await get('/api/job/acme--cached')).json()).toMatchObject({
      status: 'completed',
      commit_id: commit,
      docs_path: '/static-docs/acme--cached/',
    })
    expect((await get('/static-docs/acme--cached/')).status).toBe(200)
  })
})

describe('the documentation folder', () => {
  test('GET /docs/{job_id} redirects to it', async () => {
    for (const id of ['acme--rocket', jobId]) {
      const response = await get(`/docs/${id}`)
      expect([response.status, response.headers.get('location')]).toEqual([302, `/static-docs/${id}/`])
    }
  })

  test('without the last slash redirects too', async () => {
    const response = await get('/static-docs/acme--rocket')
    expect([response.status, response.headers.get('location')]).toEqual([307, '/static-docs/acme--rocket/'])
  })

  test.each(['', 'overview.md', 'core.md'])('shows "%s" as a page under the strict policy', async (file) => {
    const response = await get(`/static-docs/acme--rocket/${file}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(await response.text()).toContain(file === 'core.md' ? 'Body of Core' : 'Body of Tiny')
  })

  test('leads from a citation on such a page to the lines in the reader', async () => {
    const response = await get('/static-docs/acme--rocket/source/src/a%20b%23.ts')
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      `/wiki/github.com/acme/rocket@${commit}/source/src/a%20b%23.ts`,
    ])
  })

  test.each(['module_tree.json', 'first_module_tree.json', 'metadata.json'])('gives out %s as it is', async (file) => {
    const response = await get(`/static-docs/acme--rocket/${file}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    expect(await response.json()).toBeTypeOf('object')
  })

  test.each([
    'nothing.md',
    'wiki.db',
    '..%2fcodewiki.db',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2fetc%2fpasswd',
    '....%2f%2f',
    '__proto__',
    'overview',
    '%5c..%5cx',
  ])('has nothing at %s', async (file) => {
    const response = await get(`/static-docs/acme--rocket/${file}`)
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'wikis/file-not-found' }])
  })

  test('is not fooled by a NUL, at which the database would stop reading a name', async () => {
    const response = await get('/static-docs/acme--rocket/overview.md%00.json')
    expect([response.status, await response.json()]).toMatchObject([400, { code: 'web/malformed-request' }])
  })

  test('says with the words of the original what is missing', async () => {
    await submit({ repo_url: 'https://github.com/form/unready' })
    const gone = await running.publish({ url: 'https://github.com/acme/gone', commit })
    await running.cache.remove(gone.key)
    for (const [id, detail] of [
      ['no--such', 'Job not found'],
      ['form--unready', 'Documentation not available'],
      ['acme--gone', 'Documentation files not found'],
    ]) {
      for (const path of [`/docs/${id}`, `/static-docs/${id}/`, `/static-docs/${id}/overview.md`]) {
        const response = await get(path)
        expect([path, response.status, await response.json()]).toMatchObject([path, 404, { detail }])
      }
    }
    const page = await get('/docs/no--such', 'text/html')
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  })
})

test('GET / is a page; GET /docs and /openapi.json describe the API, as they did', async () => {
  for (const path of ['/', '/docs', '/api-docs']) expect((await get(path)).headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(await (await get('/openapi.json')).json()).toHaveProperty('paths./api/job/{job_id}')
})
