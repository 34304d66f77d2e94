import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../src/platform/app-error.js'
import { startApp, type RunningApp } from '../support/web-app.js'

let running: RunningApp
beforeAll(async () => {
  running = await startApp()
})
afterAll(async () => running[Symbol.asyncDispose]())

const json = { 'content-type': 'application/json' }

async function problemOf(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const problem = (await response.json()) as Record<string, unknown>
  for (const member of ['type', 'title', 'detail', 'instance', 'code', 'request_id']) expect(problem[member], member).toBeTypeOf('string')
  expect(problem['status']).toBe(response.status)
  expect(problem['request_id']).toBe(response.headers.get('x-request-id'))
  return problem
}

describe('every error is a problem', () => {
  test.each<[number, string, string, RequestInit]>([
    [404, 'web/no-such-route', '/nothing/here', {}],
    [404, 'web/no-such-route', '/api/', {}],
    [405, 'web/method-not-allowed', '/api/jobs', { method: 'PUT' }],
    [405, 'web/method-not-allowed', '/healthz', { method: 'DELETE' }],
    [400, 'web/malformed-json', '/api/jobs', { method: 'POST', headers: json, body: '{"repo_url":' }],
    [400, 'web/malformed-json', '/api/jobs', { method: 'POST', headers: json, body: '{"repo_url":"a/b","__proto__":{"x":1}}' }],
    [413, 'web/body-too-large', '/api/jobs', { method: 'POST', headers: json, body: JSON.stringify({ repo_url: 'x'.repeat(70_000) }) }],
    [413, 'web/body-too-large', '/', { method: 'POST', body: new URLSearchParams({ repo_url: 'x'.repeat(70_000) }) }],
    [415, 'web/unsupported-media-type', '/api/jobs', { method: 'POST', headers: { 'content-type': 'application/xml' }, body: '<a/>' }],
    [422, 'web/invalid-request', '/api/jobs', { method: 'POST', headers: json }],
    [422, 'web/invalid-request', '/api/jobs', { method: 'POST', headers: json, body: '[]' }],
    [400, 'web/malformed-request', '/api/jobs/%E0%A4%A', {}],
    [400, 'web/malformed-request', '/api/jobs/%00', {}],
  ])('%i %s at %s', async (status, code, path, init) => {
    const response = await fetch(running.url + path, init)
    expect(response.status).toBe(status)
    expect(await problemOf(response)).toMatchObject({ code, advice: expect.any(String) as string })
  })

  test('405 names the methods there are', async () => {
    const response = await fetch(`${running.url}/api/jobs/0190a5f0-0000-7000-8000-000000000000`, { method: 'PATCH' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD'])
    await response.body?.cancel()
  })

  test('a browser that navigates sees a page instead, but never below /api', async () => {
    const page = await fetch(`${running.url}/nothing`, { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('nothing at this address')
    await problemOf(await fetch(`${running.url}/api/nothing`, { headers: { accept: 'text/html' } }))
  })

  test('a fault of ours says nothing of itself, and is in the log under its request id', async () => {
    const lines: unknown[] = []
    const logger = {
      ...console,
      trace: ignore,
      debug: ignore,
      info: ignore,
      warn: ignore,
      error: (line: unknown) => lines.push(line),
      child: () => logger,
    } as never
    await using broken = await startApp({
      deps: {
        logger,
        readiness: () => {
          throw new Error('secret /srv/path')
        },
      },
    })
    const response = await fetch(`${broken.url}/readyz`)
    const text = await response.clone().text()
    expect(await problemOf(response)).toMatchObject({ status: 500, code: 'internal/unexpected' })
    expect(text).not.toMatch(/secret|srv|\.ts|at /)
    expect(lines).toMatchObject([{ request_id: response.headers.get('x-request-id'), err: { message: 'secret /srv/path' } }])
  })
})

const ignore = () => undefined

describe('health', () => {
  test('is alive, and ready until there is a reason not to be', async () => {
    expect(await (await fetch(`${running.url}/healthz`)).json()).toEqual({ status: 'ok', version: '0.1.0-test' })
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200)
    await using full = await startApp({ deps: { readiness: async () => ['Less than 200 MiB are free.'] } })
    const response = await fetch(`${full.url}/readyz`)
    expect(await problemOf(response)).toMatchObject({ status: 503, code: 'web/not-ready', detail: 'Less than 200 MiB are free.' })
    expect((await fetch(`${full.url}/healthz`)).status).toBe(200)
  })

  test('metrics count jobs by state and requests by route, never by path', async () => {
    await fetch(`${running.url}/api/jobs`, { method: 'POST', headers: json, body: '{"repo_url":"https://github.com/m/etrics"}' })
    await fetch(`${running.url}/api/jobs/0190a5f0-0000-7000-8000-000000000000`)
    const text = await (await fetch(`${running.url}/metrics`)).text()
    expect(text).toContain('codewiki_jobs{state="queued"} 1')
    expect(text).toContain('codewiki_http_request_duration_seconds_count{method="GET",route="/api/jobs/:job_id",status="404"}')
    expect(text).not.toContain('0190a5f0')
  })
})

describe('limits', () => {
  test('a client that submits too often is told when to come back; reading goes on', async () => {
    await using strict = await startApp({ settings: { submitsPerMinute: 3 } })
    const submit = (path: string, init: RequestInit) => fetch(strict.url + path, { method: 'POST', redirect: 'manual', ...init })
    expect((await submit('/api/jobs', { headers: json, body: '{"repo_url":"a/b"}' })).status).toBe(202)
    expect((await submit('/api/estimate', { headers: json, body: '{"repo_url":"a/b"}' })).status).toBe(200)
    expect((await submit('/', { body: new URLSearchParams({ repo_url: 'https://github.com/a/c' }) })).status).toBe(303)
    const refused = await submit('/api/jobs', { headers: json, body: '{"repo_url":"a/d"}' })
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'web/too-many-requests' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    const form = await submit('/', { body: new URLSearchParams({ repo_url: 'a/e' }) })
    expect([form.status, form.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8'])
    expect((await fetch(`${strict.url}/api/jobs`)).status).toBe(200)
  })

  test('a retry counts as a submission, to programs and on the page', async () => {
    await using strict = await startApp({ settings: { submitsPerMinute: 2 } })
    const post = (path: string, init: RequestInit = {}) => fetch(strict.url + path, { method: 'POST', redirect: 'manual', ...init })
    const { job_id } = (await (await post('/api/jobs', { headers: json, body: '{"repo_url":"a/b"}' })).json()) as { job_id: string }
    await strict.jobs.cancel(job_id)
    expect((await post(`/api/jobs/${job_id}/retry`)).status).toBe(202)
    await strict.jobs.cancel(job_id)
    const refused = await post(`/api/jobs/${job_id}/retry`)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'web/too-many-requests' })
    const page = await post(`/jobs/${job_id}/retry`, { headers: { accept: 'text/html' } })
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8'])
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(await page.text()).toContain('submissions in a minute')
    expect(await strict.jobs.find(job_id)).toMatchObject({ status: 'cancelled' })
  })

  test('of 1,000 submissions at once into a queue of 100, exactly 100 are taken and 900 refused with the length of the queue', async () => {
    await using small = await startApp({ settings: { queueSize: 100 } })
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async (_, at) => {
        const response = await fetch(`${small.url}/api/jobs`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ repo_url: `https://github.com/flood/r${at}` }),
        })
        return {
          status: response.status,
          retryAfter: response.headers.get('retry-after'),
          body: (await response.json()) as Record<string, unknown>,
        }
      }),
    )
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(100)
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused).toHaveLength(900)
    for (const { retryAfter, body } of refused) {
      expect(retryAfter).toBe('60')
      expect(body).toMatchObject({ code: 'jobs/queue-full', retry_after: 60, details: { queued: 100, limit: 100 } })
    }
    expect(await small.jobs.figures()).toMatchObject({ queued: 100 })
    const form = await fetch(`${small.url}/`, { method: 'POST', body: new URLSearchParams({ repo_url: 'https://github.com/flood/form' }) })
    expect([form.status, form.headers.get('retry-after'), form.headers.get('content-type')]).toEqual([
      503,
      '60',
      'text/html; charset=utf-8',
    ])
    expect(await form.text()).toContain('https://github.com/flood/form')
  })

  test('1,000 equal submissions at once are one job', async () => {
    await using small = await startApp()
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, async () => {
        const response = await fetch(`${small.url}/api/jobs`, {
          method: 'POST',
          headers: json,
          body: '{"repo_url":"https://github.com/one/job"}',
        })
        return { status: response.status, id: ((await response.json()) as { job_id: string }).job_id }
      }),
    )
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
  })
})

describe('naughty strings', () => {
  const strings = [
    '',
    ' ',
    '\u0000',
    '\ud800',
    '%s%n',
    '../../etc/passwd',
    "'; DROP TABLE jobs;--",
    '<img src=x onerror=alert(1)>',
    '${7*7}',
    '{{7*7}}',
    'a'.repeat(2_000),
    '🚀',
    '\u202Eevil',
    '__proto__',
    'constructor',
    'null',
    '-1',
    '1e999',
    '\r\nSet-Cookie: x=1',
    'file:///etc/passwd',
    'http://169.254.169.254/',
    'https://user:pw@github.com/a/b',
    '--help',
    'ext::sh -c id',
    '\\\\host\\share',
  ]
  const bodies = (value: string): unknown[] => [
    { repo_url: value },
    { repo_url: 'a/b', branch: value },
    { repo_url: 'a/b', tag: value },
    { repo_url: 'a/b', commit_id: value },
    { repo_url: 'a/b', options: { include: [value] } },
    { repo_url: 'a/b', [value]: 1 },
    value,
  ]

  test.each(strings)('%j in any field never makes a fault of ours', async (value) => {
    const encoded = encodeURIComponent(value.replace('\ud800', ''))
    const answers = await Promise.all([
      ...bodies(value).flatMap((body) =>
        ['/api/jobs', '/api/estimate'].map((path) =>
          fetch(running.url + path, { method: 'POST', headers: json, body: JSON.stringify(body) }),
        ),
      ),
      ...['repo_url', 'branch', 'commit_id'].map((field) =>
        fetch(`${running.url}/`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ repo_url: 'a/b', [field]: value }) }),
      ),
      ...[
        '/api/jobs?repo=',
        '/api/jobs?cursor=',
        '/api/jobs?status=',
        '/api/jobs/',
        '/api/job/',
        '/docs/',
        '/static-docs/',
        '/api/wikis?repo=',
        '/api/wikis/github.com/a/',
        '/jobs/',
      ].map((path) => fetch(running.url + path + encoded, { redirect: 'manual' })),
    ])
    for (const { status, url } of answers) expect([url, status < 500 || status === 503]).toEqual([url, true])
    for (const { headers } of answers) expect(headers.get('set-cookie')).toBeNull()
    await Promise.all(answers.map(async (answer) => answer.body?.cancel()))
  })
})

test('an error of the domain keeps its code, advice and time to wait', async () => {
  const failure = new AppError('repositories/unreachable', 'transient', 'The host does not answer.', {
    advice: 'Try later.',
    retryAfterSeconds: 7,
  })
  await using app = await startApp({ deps: { submit: () => Promise.reject(failure) } })
  const response = await fetch(`${app.url}/api/jobs`, { method: 'POST', headers: json, body: '{"repo_url":"a/b"}' })
  expect(await problemOf(response)).toMatchObject({
    status: 503,
    code: 'repositories/unreachable',
    detail: 'The host does not answer.',
    advice: 'Try later.',
    retry_after: 7,
  })
  expect(response.headers.get('retry-after')).toBe('7')
})
