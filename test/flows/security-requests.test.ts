import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type RunningApp } from '../support/web-app.js'

let running: RunningApp
let port: number
beforeAll(async () => {
  running = await startApp()
  port = Number(new URL(running.url).port)
})
afterAll(async () => running[Symbol.asyncDispose]())

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** fetch() will not set Host, Origin or Sec-Fetch-Site. */
function send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: { 'content-length': Buffer.byteLength(body), ...headers } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() }),
        )
      },
    )
    request.on('error', reject)
    request.end(body)
  })
}

const codeOf = (answer: Answer): string => (JSON.parse(answer.body) as { code: string }).code
const json = { 'content-type': 'application/json' }
const body = '{"repo_url":"https://github.com/a/b"}'

describe('the Host header', () => {
  test.each(['localhost', 'LOCALHOST:9999', '127.0.0.1:1', '[::1]:8000', 'wiki.example.org', 'wiki.example.org:443'])(
    '%s is served',
    async (host) => {
      expect((await send('GET', '/healthz', { host })).status).toBe(200)
    },
  )

  test.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.1@evil.example',
    'localhost.',
    '0.0.0.0:80',
    '2130706433',
    'evil.example:8000',
  ])('%s is refused on every route, streams and pages too', async (host) => {
    for (const path of ['/', '/api/jobs', '/openapi.json', '/metrics', '/nothing', '/static-docs/a--b/']) {
      const answer = await send('GET', path, { host })
      expect([path, answer.status, codeOf(answer)]).toEqual([path, 421, 'web/unknown-host'])
    }
  })
})

describe('a write', () => {
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }],
    ['another port, by fetch metadata alone', { 'sec-fetch-site': 'same-site' }],
    ['another port, from a browser that sends only Origin', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a lying scheme', { origin: 'ftp://localhost' }],
    ['nonsense', { origin: '://' }],
  ])('from %s is refused', async (_who, headers) => {
    for (const [method, path] of [
      ['POST', '/api/jobs'],
      ['POST', '/'],
      ['DELETE', '/api/wikis/github.com/a/b'],
      ['POST', '/api/jobs/x/cancel'],
    ] as const) {
      const answer = await send(method, path, { ...json, ...headers }, method === 'POST' ? body : '')
      expect([answer.status, codeOf(answer)]).toEqual([403, 'web/cross-site'])
    }
  })

  test('of our own pages, of a listed name behind a proxy, and of programs is taken', async () => {
    const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' }
    for (const headers of [
      own,
      { origin: own.origin },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
      { origin: 'https://wiki.example.org' },
      { 'sec-fetch-site': 'none' },
      {},
    ]) {
      expect([200, 202]).toContain((await send('POST', '/api/jobs', { ...json, ...headers }, body)).status)
    }
  })

  test('reads no form outside the form routes, so no other site needs a preflight for the API', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const answer = await send('POST', '/api/jobs', { 'content-type': type }, body)
      expect([answer.status, codeOf(answer)]).toEqual([415, 'web/unsupported-media-type'])
    }
  })

  test('gives no CORS permission to anyone', async () => {
    const answer = await send('GET', '/api/jobs', { origin: 'https://evil.example' })
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    expect((await send('OPTIONS', '/api/jobs', { origin: 'https://evil.example', 'access-control-request-method': 'POST' })).status).toBe(
      405,
    )
  })
})

describe('headers', () => {
  test('of a page forbid inline script, frames, sniffing and foreign forms', async () => {
    for (const path of ['/', '/api-docs', '/docs']) {
      const { headers, body: html } = await send('GET', path)
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      )
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      })
      expect(html).not.toMatch(/<script(?![^>]*\ssrc="\/)|<style|\sstyle=|\son\w+=/)
    }
  })

  test('of data and of errors leave nothing to run', async () => {
    for (const path of ['/api/jobs', '/metrics', '/nothing', '/openapi.json']) {
      const { headers } = await send('GET', path)
      expect(headers['content-security-policy']).toBe("default-src 'none'; frame-ancestors 'none'; sandbox")
      expect(headers['x-content-type-options']).toBe('nosniff')
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    }
  })
})

test('W2: a client that sends its request drop by drop or as nonsense gets a problem and is cut off', async () => {
  const talk = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      let received = ''
      socket.on('data', (chunk) => (received += chunk.toString()))
      socket.on('close', () => resolve(received))
    })
  expect(await talk('NONSENSE\r\n\r\n')).toContain('"code":"web/malformed-request"')
  expect(await talk(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
  expect(await talk('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 (400|421|200) /,
  )
  expect(await talk('GET /healthz HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
  expect(
    await talk(
      'POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
    ),
  ).toMatch(/^HTTP\/1\.1 400 /)
  expect(running.app.server.headersTimeout).toBe(15_000)
  expect(running.app.server.requestTimeout).toBe(30_000)
})
