import { expect, it } from 'vitest'
import { progressWriter } from './progress-writer.js'

const progress = { stage: 'explaining', message: 'Explained page 3 of 9: Core ($0.12 so far)', percent: 40, step: 3, steps: 9, eta: undefined } as const

it('shows on a terminal how far a job is and what it has spent between two lines of its log', () => {
  let shown = ''
  const writer = progressWriter((text) => (shown += text), true)
  writer.progress(progress)
  writer.progress({ ...progress, percent: 50 })
  expect(shown).toMatch(/ 40 % {2}Explained page 3 of 9: Core \(\$0\.12 so far\)\r.* 50 % {2}Explained/s)
})

it('writes elsewhere only the log, a line each', () => {
  let shown = ''
  const writer = progressWriter((text) => (shown += text), false)
  writer.progress(progress)
  writer.event({ sequence: 1, at: new Date(0), level: 'info', stage: 'explaining', message: 'Asking m', status: 'processing', progress })
  expect(shown).toBe(' 40 %  Asking m\n')
})
