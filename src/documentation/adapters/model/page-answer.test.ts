import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../../test/support/letterbox-code-map.js'
import { planWiki } from '../../plan-wiki.js'
import { proseScope } from './prose-scope.js'
import { soundSummary, splitAnswer } from './page-answer.js'

const plan = planWiki(letterboxCodeMap(), letterboxSubject)
const scope = proseScope(plan, { cited: plan.code.components.slice(0, 1).map((component) => ({ id: 'S1', component })), modules: [{ slug: 'queue' }], texts: ['letters'], sources: new Map() })

describe('an answer', () => {
  it.each(['SUMMARY:', '**SUMMARY:**', '## SUMMARY:', ' SUMMARY :'])('is split at the line "%s"', (mark) => {
    expect(splitAnswer(`It keeps letters [S1].\n\n${mark}\nKeeps letters.`)).toEqual({ prose: 'It keeps letters [S1].', summary: 'Keeps letters.' })
  })

  it('may have no summary', () => {
    expect(splitAnswer('A summary: none.')).toEqual({ prose: 'A summary: none.', summary: undefined })
    expect(splitAnswer('One.\nSUMMARY:\n').summary).toBeUndefined()
  })
})

describe('a summary', () => {
  const of = (summary: string | undefined, prose = '') => soundSummary({ prose, summary }, scope, plan)

  it('is one line without ids and links, of at most four sentences that keep the rules', () => {
    expect(of('Keeps `letters` [S1].\nFeeds [[queue]]. See https://evil.example/ now. It [S9] lies. A. B. C.')).toBe('Keeps `letters`. Feeds Queue. A. B.')
  })

  it('is made of the first sentences where the model wrote none', () => {
    expect(of(undefined, 'It keeps letters [S1]. It hands them out [S1].\n\nMore.')).toBe('It keeps letters. It hands them out.')
    expect(of(undefined, '### Heading\n\nIt keeps letters [S1].')).toBe('It keeps letters.')
    expect(of('<script>x</script>')).toBeUndefined()
  })
})
