import { expect, it } from 'vitest'
import { readFacts, writeFacts } from './facts-text.js'
import type { FileFacts } from './file-facts.js'

const facts: FileFacts = {
  doc: 'Line one.\nLine two.',
  errorShare: 0,
  definitions: [],
  imports: [{ source: './a', line: 1, name: 'a', local: 'a' }],
  references: [
    { name: 'Base', kind: 'extends', line: 1, within: 0 },
    { name: 'run', kind: 'call', line: 2, within: 1, receiver: 'this.jobs', args: [':string', 'x'], typeArgs: 2 },
    { name: 'go', kind: 'call', line: 3, within: 1, args: [] },
    { name: 'dict', kind: 'type', line: 4, within: -1, isTag: true },
    { name: 'Color', kind: 'type', line: 5, within: 1, member: 'Mix' },
  ],
  bindings: [{ variable: 'jobs', type: 'Jobs', line: 2, within: 0, field: true }, { variable: 'job', type: 'Job', line: 3, within: 1 }],
  locals: [['job', 2, 9]],
}

it('reads facts as they were written', () => {
  const { references, inside, inherits, fields, ...head } = readFacts(writeFacts(facts))
  const { references: given, bindings, locals, ...rest } = facts
  expect(head).toEqual(rest)
  expect(references()).toEqual(given)
  expect(inside()).toEqual({ bindings, locals })
  expect({ inherits, fields }).toEqual({ inherits: given.slice(0, 1), fields: bindings.slice(0, 1) })
})
