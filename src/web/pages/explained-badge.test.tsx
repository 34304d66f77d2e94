import { renderToStaticMarkup } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import type { Verification } from '../../documentation/wiki.js'
import { ExplainedBadge } from './explained-badge.js'

const verification: Verification = {
  ...{ model: 'acme/large', state: 'verified', statements: 12, citations: 20, names: 1, repaired: 0, removed: 0, turns: 0 },
  diagramEdges: { kept: 0, dashed: 0, dropped: 0 },
}
const shown = (change: Partial<Verification>) => renderToStaticMarkup(<ExplainedBadge origin="model" verification={{ ...verification, ...change }} />)

it('says how much of a model’s prose was checked, and what is not', () => {
  expect(shown({})).toMatch(/class="explained verified"><summary>Explained by acme\/large, 12 statements checked<\/summary>/)
  expect(shown({})).toContain('20 citations: each names lines that exist and have to do with what is said. 1 piece of code: each name exists. That each statement follows')
})

it('says what was removed, mended and dashed', () => {
  const partly = shown({ state: 'partly', removed: 2, repaired: 1, diagramEdges: { kept: 3, dashed: 1, dropped: 2 } })
  expect(partly).toContain('class="explained partly"><summary>Explained by acme/large, 12 statements checked, 2 removed</summary>')
  expect(partly).toContain('Arrows: 3 found in the code, 1 not found and dashed, 2 left out. 1 fault mended by the model when it was told.')
})

it('calls nothing checked that was not', () => {
  const of = (origin: 'analysis' | 'model') => renderToStaticMarkup(<ExplainedBadge origin={origin} verification={undefined} />)
  expect(of('analysis')).toBe('<p class="explained">From the code alone</p>')
  expect(of('model')).toBe('<p class="explained unchecked">Written by a language model elsewhere, not checked</p>')
})
