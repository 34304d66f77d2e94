import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobStatusResponse, type JobStatusResponse } from '../../src/web/job-status-response.js'
import { startApp, type RunningApp } from '../support/web-app.js'

let running: RunningApp
beforeAll(async () => {
  running = await startApp()
})
afterAll(async () => running[Symbol.asyncDispose]())

const post = (path: string, body?: unknown) =>
  fetch(running.url + path, {
    method: 'POST',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })

async function read(response: Response): Promise<JobStatusResponse> {
  return jobStatusResponse.strict().parse(await response.json())
}

async function submitted(repository: string): Promise<JobStatusResponse> {
  const response = await post('/api/jobs', { repo_url: repository })
  expect(response.status).toBe(202)
  return read(response)
}

describe('POST /api/jobs', () => {
  test('answers 202 with a job that is on record under its Location', async () => {
    const response = await post('/api/jobs', {
      repo_url: 'https://github.com/Acme/Rocket.git',
      branch: 'main',
      options: { include: ['src/**'], exclude: ['dist/**'], no_cache: true },
    })
    expect(response.status).toBe(202)
    const job = await read(response)
    expect(response.headers.get('location')).toBe(`/api/jobs/${job.job_id}`)
    expect(job).toMatchObject({
      repo_url: 'https://github.com/acme/rocket',
      host: 'github.com',
      owner: 'acme',
      name: 'rocket',
      status: 'queued',
      revision: { kind: 'branch', name: 'main' },
      options: { include: ['src/**'], exclude: ['dist/**'], no_cache: true },
      priority: 0,
      paused: false,
      attempt: 0,
      wiki_url: null,
    })
    expect(job.queue_position).toBeGreaterThan(0)
    expect(await read(await fetch(running.url + (response.headers.get('location') ?? '')))).toEqual(job)
  })

  test('answers 200 with the open job when the same is asked again', async () => {
    const first = await submitted('https://github.com/acme/twice')
    const again = await post('/api/jobs', { repo_url: 'github.com/acme/twice' })
    expect(again.status).toBe(200)
    expect((await read(again)).job_id).toBe(first.job_id)
  })

  test('answers 200 with the job that made the wiki of the named commit', async () => {
    const commit = 'c'.repeat(40)
    const wiki = await running.publish({ url: 'https://github.com/acme/other', commit })
    const cached = await post('/api/jobs', { repo_url: wiki.url, commit_id: commit })
    expect([cached.status, await read(cached)]).toMatchObject([200, { job_id: wiki.jobId, status: 'completed' }])
    const anew = await post('/api/jobs', { repo_url: wiki.url, commit_id: commit, options: { no_cache: true } })
    expect([anew.status, await read(anew)]).toMatchObject([202, { status: 'queued' }])
  })

  test.each([
    ['not a URL', { repo_url: 'nonsense' }, 'repositories/invalid-url'],
    ['another protocol', { repo_url: 'ext::sh -c id' }, 'repositories/invalid-url'],
    ['an option of git', { repo_url: '--upload-pack=/bin/sh' }, 'repositories/invalid-url'],
    ['a local path', { repo_url: '/etc' }, 'repositories/local-path-not-allowed'],
    ['a branch and a tag', { repo_url: 'a/b', branch: 'x', tag: 'y' }, 'repositories/invalid-revision'],
  ])('refuses %s with 422 and a stable code', async (_what, body, code) => {
    const response = await post('/api/jobs', body)
    expect(response.status).toBe(422)
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(await response.json()).toMatchObject({ code, status: 422, instance: '/api/jobs' })
  })

  test.each([
    [{ repo_url: 'a/b', brunch: 'main' }, '/brunch'],
    [{ repo_url: 'a/b', options: { include: ['ok'], depth: 3 } }, '/options/depth'],
    [{ repo_url: 7 }, '/repo_url'],
    [{}, '/repo_url'],
    [{ repo_url: 'a/b', options: { include: ['x', ''] } }, '/options/include/1'],
    [{ repo_url: 'a/b', 'a/b~c': 1 }, '/a~1b~0c'],
  ])('names the field that is wrong in %j', async (body, pointer) => {
    const response = await post('/api/jobs', body)
    expect(response.status).toBe(422)
    expect(await response.json()).toMatchObject({ code: 'web/invalid-request', errors: [{ in: 'body', pointer }] })
  })
})

describe('GET /api/jobs', () => {
  test('pages through all jobs, newest first, each exactly once', async () => {
    const made: string[] = []
    for (let at = 0; at < 5; at += 1) made.unshift((await submitted(`https://github.com/paging/r${at}`)).job_id)
    const seen: string[] = []
    let next: string | null = '/api/jobs?repo=paging/&limit=2&status=queued'
    while (next !== null) {
      const response: Response = await fetch(running.url + next)
      const page = (await response.json()) as { jobs: JobStatusResponse[]; next_cursor: string | null }
      seen.push(...page.jobs.map((job) => job.job_id))
      next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1] ?? null
      expect(next === null).toBe(page.next_cursor === null)
    }
    expect(seen).toEqual(made)
  })

  test.each(['status=done', 'limit=0', 'limit=999', 'limit=x', 'colour=red', 'cursor=!!'])('refuses ?%s', async (query) => {
    const response = await fetch(`${running.url}/api/jobs?${query}`)
    expect(response.status).toBe(422)
    expect(await response.json()).toHaveProperty('code')
  })
})

describe('GET /api/jobs/{id}', () => {
  test('answers 304 to its own ETag until the job changes', async () => {
    const { job_id } = await submitted('https://github.com/acme/etag')
    const first = await fetch(`${running.url}/api/jobs/${job_id}`)
    const etag = first.headers.get('etag') ?? ''
    await first.body?.cancel()
    const look = async () => (await fetch(`${running.url}/api/jobs/${job_id}`, { headers: { 'if-none-match': etag } })).status
    expect(await look()).toBe(304)
    await running.jobs.setPriority(job_id, 3)
    expect(await look()).toBe(200)
  })

  test.each(['0190a5f0-0000-7000-8000-000000000000', 'acme--rocket', '__proto__', 'x'.repeat(1_000)])('answers 404 for %s', async (id) => {
    const response = await fetch(`${running.url}/api/jobs/${id}`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'jobs/not-found' })
  })
})

describe('steering', () => {
  test('cancels a queued job, refuses to cancel it twice, retries it, and removes it when it has ended', async () => {
    const { job_id } = await submitted('https://github.com/acme/steered')
    const open = await fetch(`${running.url}/api/jobs/${job_id}`, { method: 'DELETE' })
    expect([open.status, await open.json()]).toMatchObject([409, { code: 'jobs/still-open' }])
    const cancelled = await post(`/api/jobs/${job_id}/cancel`)
    expect([cancelled.status, (await read(cancelled)).status]).toEqual([202, 'cancelled'])
    const again = await post(`/api/jobs/${job_id}/cancel`)
    expect([again.status, await again.json()]).toMatchObject([409, { code: 'jobs/not-open' }])
    const retried = await post(`/api/jobs/${job_id}/retry`)
    expect([retried.status, (await read(retried)).status]).toEqual([202, 'queued'])
    const twice = await post(`/api/jobs/${job_id}/retry`)
    expect([twice.status, await twice.json()]).toMatchObject([409, { code: 'jobs/not-retryable' }])
    await running.jobs.cancel(job_id)
    expect((await fetch(`${running.url}/api/jobs/${job_id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await fetch(`${running.url}/api/jobs/${job_id}`)).status).toBe(404)
  })

  test('pauses, resumes and prioritises, also when a client announces JSON without sending any', async () => {
    const { job_id } = await submitted('https://github.com/acme/paused')
    expect(await read(await post(`/api/jobs/${job_id}/pause`))).toMatchObject({ paused: true })
    const resumed = await fetch(`${running.url}/api/jobs/${job_id}/resume`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    })
    expect([resumed.status, await read(resumed)]).toMatchObject([202, { paused: false }])
    expect(await read(await post(`/api/jobs/${job_id}/priority`, { priority: 50 }))).toMatchObject({ priority: 50, queue_position: 1 })
    const wrong = await post(`/api/jobs/${job_id}/priority`, { priority: 101 })
    expect([wrong.status, await wrong.json()]).toMatchObject([422, { errors: [{ pointer: '/priority' }] }])
  })

  test.each(['cancel', 'retry', 'pause', 'resume', 'priority'])('%s of an unknown job is 404', async (action) => {
    const response = await post(
      `/api/jobs/0190a5f0-0000-7000-8000-000000000000/${action}`,
      action === 'priority' ? { priority: 1 } : undefined,
    )
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'jobs/not-found' }])
  })
})

test('a failed job shows why and what to do, a completed one its wiki and gaps', async () => {
  await running.jobs.setPriority((await submitted('https://github.com/acme/failing')).job_id, 100)
  const { job, lease } = await running.claim()
  await running.jobs.settle(lease, {
    kind: 'failed',
    failure: { code: 'repositories/not-found', message: 'There is no such repository.', advice: 'Check the URL.' },
  })
  expect(await read(await fetch(`${running.url}/api/jobs/${job.id}`))).toMatchObject({
    status: 'failed',
    error_message: 'There is no such repository.',
    failure: { code: 'repositories/not-found', advice: 'Check the URL.', attempt: 1 },
    docs_path: null,
  })
  const gap = { slug: 'core', title: 'Core', code: 'documentation/broken-link', message: 'A link points nowhere.' }
  const wiki = await running.publish({ url: 'https://github.com/acme/gappy', commit: 'd'.repeat(40), gaps: [gap] })
  expect(await read(await fetch(`${running.url}/api/jobs/${wiki.jobId}`))).toMatchObject({
    status: 'completed',
    commit_id: 'd'.repeat(40),
    gaps: [gap],
    docs_path: `/static-docs/${wiki.jobId}/`,
    wiki_url: `/wiki/github.com/acme/gappy@${'d'.repeat(40)}/overview`,
  })
})

test('an estimate says where its figures come from and takes no unknown field', async () => {
  const response = await post('/api/estimate', { repo_url: 'https://github.com/acme/rocket' })
  expect([response.status, await response.json()]).toMatchObject([
    200,
    { repo_url: 'https://github.com/acme/rocket', cost: { amount: 0, currency: 'USD' } },
  ])
  const wrong = await post('/api/estimate', { repo_url: 'https://github.com/acme/rocket', options: {} })
  expect([wrong.status, await wrong.json()]).toMatchObject([422, { errors: [{ pointer: '/options' }] }])
})
