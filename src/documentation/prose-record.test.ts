import { describe, expect, it } from 'vitest'
import { readProseRecords, reasonFor, summaryStands, type ProseBasis } from './prose-record.js'

const basis: ProseBasis = { writer: 'w', own: 'o', source: 's', neighbours: 'n', summaries: { queue: '1', transport: '2' } }
const titleOf = (slug: string) => slug.toUpperCase()

describe('why a page was written anew', () => {
  it.each<[string, Partial<ProseBasis>, string]>([
    ['nothing', {}, 'Nothing that it is written from has changed.'],
    ['the prompts', { writer: 'v' }, 'Written anew, for another model or other prompts write the wiki.'],
    ['a signature, and so the source', { own: 'x', source: 'x' }, 'Written anew, for what its definitions are called, declare or say of themselves has changed.'],
    ['the source alone', { source: 'x' }, 'Written anew, for the source of its definitions has changed.'],
    ['who uses it', { neighbours: 'x' }, 'Written anew, for what it uses, or what uses it, has changed.'],
    ['a summary', { summaries: { queue: '1', transport: 'x' } }, 'Written anew, for the summary of TRANSPORT has changed.'],
    ['a part that is gone', { summaries: { queue: '1' } }, 'Written anew, for pages below it are gone.'],
    ['two things', { source: 'x', summaries: { queue: 'x', transport: 'x' } }, 'Written anew, for the source of its definitions has changed and the summary of QUEUE and TRANSPORT has changed.'],
  ])('%s', (_, change, reason) => expect(reasonFor(basis, { ...basis, ...change }, titleOf)).toBe(reason))

  it('is said of a new page, too', () => expect(reasonFor(undefined, basis, titleOf)).toBe('No earlier wiki has this page with an explanation.'))
})

it('a summary stands while only the insides change', () => {
  expect(summaryStands(basis, { ...basis, source: 'x' })).toBe(true)
  for (const change of [{ writer: 'x' }, { own: 'x' }, { neighbours: 'x' }, { summaries: { queue: '1' } }]) expect(summaryStands(basis, { ...basis, ...change })).toBe(false)
})

it('records are read from metadata, whatever stands there', () => {
  const record = { basis, summary: null, reason: 'r' }
  const text = JSON.stringify({ pages: [{ slug: 'queue', prose: record }, { slug: 'transport' }, { slug: 'overview', prose: { basis: 1 } }] })
  expect([...readProseRecords(text)]).toEqual([['queue', { basis, summary: undefined, reason: 'r' }]])
  for (const other of ['', '{', '[]', '{"pages":7}', '{"pages":[{"slug":1}]}']) expect(readProseRecords(other).size).toBe(0)
})
