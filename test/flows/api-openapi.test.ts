import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startApp, type RunningApp } from '../support/web-app.js'

interface Document {
  readonly openapi: string
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, unknown>; readonly tags: readonly string[] }>>
  readonly components: { readonly schemas: Record<string, unknown> }
}

let running: RunningApp
let document: Document
beforeAll(async () => {
  running = await startApp()
  document = (await (await fetch(`${running.url}/openapi.json`)).json()) as Document
})
afterAll(async () => running[Symbol.asyncDispose]())

describe('the OpenAPI document', () => {
  test('is valid 3.1', async () => {
    const validator = new Validator()
    const result = await validator.validate(structuredClone(document) as unknown as Record<string, unknown>)
    expect(result.errors ?? []).toEqual([])
    expect(validator.version).toBe('3.1')
  })

  test('describes every route of the contract', () => {
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const wiki = '/api/wikis/{host}/{owner}/{name}'
    const job = '/api/jobs/{job_id}'
    expect(routes.sort()).toEqual(
      [
        'POST /api/jobs',
        'GET /api/jobs',
        `GET ${job}`,
        `DELETE ${job}`,
        `GET ${job}/events`,
        ...['cancel', 'retry', 'pause', 'resume', 'priority'].map((action) => `POST ${job}/${action}`),
        'GET /api/queue',
        'POST /api/queue/pause',
        'POST /api/queue/resume',
        'POST /api/estimate',
        'GET /api/wikis',
        `GET ${wiki}`,
        `DELETE ${wiki}`,
        `GET ${wiki}/tree`,
        `GET ${wiki}/search`,
        `GET ${wiki}/diff`,
        `GET ${wiki}/pages/{slug}`,
        `POST ${wiki}/pages/{slug}/retry`,
        'GET /api/job/{job_id}',
        'GET /healthz',
        'GET /readyz',
        'GET /metrics',
      ].sort(),
    )
  })

  test('holds no schema that nothing uses, and no reference that leads nowhere', () => {
    const used = new Set([...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name))
    expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort())
  })
})

test('large answers travel compressed, small ones as they are', async () => {
  const encoding = async (path: string) => {
    const response = await fetch(running.url + path, { headers: { 'accept-encoding': 'gzip, br' } })
    await response.arrayBuffer()
    return response.headers.get('content-encoding')
  }
  expect(await encoding('/openapi.json')).toBe('br')
  expect(await encoding('/api-docs')).toBe('br')
  expect(await encoding('/healthz')).toBeNull()
})

test('the reference page shows every operation and schema, and all its links lead somewhere', async () => {
  const html = await (await fetch(`${running.url}/api-docs`)).text()
  expect(await (await fetch(`${running.url}/docs`)).text()).toBe(html)
  for (const path of Object.keys(document.paths)) expect(html).toContain(`<code>${path}</code>`)
  const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
  for (const [, path] of html.matchAll(/href="(\/[^"#]*)"/g))
    expect([path, (await fetch(running.url + (path ?? ''))).status]).toEqual([path, 200])
})
