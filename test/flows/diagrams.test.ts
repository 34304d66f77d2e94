import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeClassDiagram } from '../../src/documentation/mermaid/class-diagram.js'
import { writeFlowchart } from '../../src/documentation/mermaid/flowchart.js'
import { writeSequenceDiagram } from '../../src/documentation/mermaid/sequence-diagram.js'
import { checkDiagram } from '../../src/rendering/check-diagram.js'

const awkward = [
  'end',
  'class',
  'classDiagram',
  'namespace',
  'note',
  'link',
  'click',
  'style',
  'call',
  'o',
  'x',
  '__proto__',
  'constructor',
  '',
  ' ',
  '"]',
  'a"b',
  '<T>',
  'Map<K, V>',
  '#',
  ';',
  '`code`',
  '`',
  '-->',
  '->>',
  '%%',
  ':::',
  '{',
  '}',
  '[[',
  'Ünï',
  '日本',
  '$',
  'subgraph',
  'participant',
  'loop',
  'alt',
  'A;B',
  'a:b',
  '\n',
  '#quot;',
  '1',
  '_',
  'graph TD',
  'title',
  '|',
  '\\',
  '…',
  'operator<<',
  '~Job',
]
const name = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: 'binary', maxLength: 60 }))
const two = fc.tuple(name, name)
const runs = { numRuns: 80, examples: awkward.map((one): [[string, string]] => [[one, one]]) }

test('writes flowcharts that the real parser takes, whatever things are called', async () => {
  await fc.assert(
    fc.asyncProperty(two, async ([a, b]) => {
      const source = writeFlowchart({
        direction: 'LR',
        nodes: [
          { key: 'a', label: a, note: b, focus: true },
          { key: 'b', label: b },
        ],
        edges: [
          { from: 'a', to: 'b', count: 1234 },
          { from: 'b', to: 'a', count: 0 },
          { from: 'a', to: 'nowhere', count: 1 },
        ],
      })
      expect(await checkDiagram(source)).toBeUndefined()
    }),
    runs,
  )
})

test('writes class diagrams that the real parser takes, whatever things are called', async () => {
  await fc.assert(
    fc.asyncProperty(two, async ([a, b]) => {
      const members = [
        { name: a, callable: true },
        { name: b, callable: false },
      ]
      const source = writeClassDiagram({
        boxes: [
          { key: 'a', name: a, members, stereotype: 'interface' },
          { key: 'b', name: b, members: [] },
          { key: 'c', name: a, members },
        ],
        relations: [
          { from: 'a', to: 'b', kind: 'extends' },
          { from: 'b', to: 'c', kind: 'implements' },
          { from: 'a', to: 'c', kind: 'uses' },
        ],
      })
      expect(await checkDiagram(source)).toBeUndefined()
    }),
    runs,
  )
})

test('writes sequence diagrams that the real parser takes, whatever things are called', async () => {
  await fc.assert(
    fc.asyncProperty(two, async ([a, b]) => {
      const source = writeSequenceDiagram({
        participants: [
          { key: 'a', name: a },
          { key: 'b', name: b },
        ],
        messages: [
          { from: 'a', to: 'b', text: `${a}()` },
          { from: 'b', to: 'b', text: b },
        ],
      })
      expect(await checkDiagram(source)).toBeUndefined()
    }),
    runs,
  )
})

test('knows an invalid diagram when it sees one', async () => {
  expect(await checkDiagram('flowchart LR\n  m0[Queue(data)]')).toBeDefined()
})
