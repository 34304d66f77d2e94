import type { FastifyRequest } from 'fastify'
import { describe, expect, test } from 'vitest'
import { chooseType, wantsPage } from './negotiate.js'

const asking = (accept: string | undefined, url = '/') => ({ headers: { accept }, url }) as FastifyRequest

describe('chooseType', () => {
  test.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/markdown', 'text/markdown'],
    ['TEXT/Markdown; charset=utf-8', 'text/markdown'],
    ['text/*', 'text/markdown'],
    ['text/markdown;q=0.4, application/json;q=0.5', 'application/json'],
    ['application/json;q=0.4, */*;q=0.5', 'text/markdown'],
    ['application/json;q=0, */*', 'text/markdown'],
    ['text/html, application/xhtml+xml, */*;q=0.8', 'application/json'],
    ['application/json;q=nonsense, text/markdown;q=0.1', 'text/markdown'],
  ])('Accept: %s gets %s', (accept, type) => {
    expect(chooseType(asking(accept), ['application/json', 'text/markdown'])).toBe(type)
  })

  test.each(['image/png', 'text/html', '*/*;q=0', 'nonsense'])('Accept: %s gets nothing', (accept) => {
    expect(() => chooseType(asking(accept), ['application/json', 'text/markdown'])).toThrow(
      expect.objectContaining({ code: 'web/not-acceptable' }),
    )
  })
})

test.each([
  ['text/html,application/xhtml+xml,*/*;q=0.8', '/jobs/x', true],
  ['text/html', '/api/jobs/x', false],
  ['*/*', '/jobs/x', false],
  ['text/html;q=0', '/jobs/x', false],
  [undefined, '/jobs/x', false],
])('Accept: %s at %s wants a page: %s', (accept, url, wanted) => {
  expect(wantsPage(asking(accept, url))).toBe(wanted)
})
