import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { arrayItems } from './array-items.js'

const document = {
  format: 1,
  commit: 'a "quoted" [bracket] {brace} \\',
  files: [{ path: 'a"b\\.ts', tags: [1, [2]] }, { path: 'ü\ud83d\ude80', nested: { deep: [{}] } }],
  other: { files: [{ path: 'no' }] },
  components: [{ id: 'x' }],
  empty: [],
  references: [{ id: 'never read' }],
}

it.each([1, 2, 3, 7, 64, 100_000])('gives the items of the named arrays, cut into pieces of %i bytes', async (size) => {
  const bytes = Buffer.from(JSON.stringify(document))
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
  const found: unknown[] = []
  for await (const one of arrayItems(Readable.from(pieces, { objectMode: false }), ['files', 'components'])) found.push(one)
  expect(found).toEqual([
    { name: 'files', item: document.files[0] },
    { name: 'files', item: document.files[1] },
    { name: 'components', item: document.components[0] },
  ])
})

it('reads no further than it has to', async () => {
  const stream = Readable.from(
    (async function* () {
      yield '{"files":[{"a":1}],'
      yield '"references":['
      throw new Error('read too far')
    })(),
    { objectMode: false, highWaterMark: 1 },
  )
  const found: unknown[] = []
  for await (const { item } of arrayItems(stream, ['files'])) found.push(item)
  expect(found).toEqual([{ a: 1 }])
})
