import { expect, test } from 'vitest'
import { readableEdges } from './readable-edges.js'

const edge = (from: string, to: string) => ({ from, to })

test('shows all of a few relations, but of two that go both ways only the stronger', () => {
  expect(readableEdges([edge('a', 'b'), edge('b', 'c'), edge('b', 'a')], 3)).toEqual([edge('a', 'b'), edge('b', 'c')])
})

test('leaves no module alone and draws few more arrows than modules', () => {
  const names = [...'abcdefgh']
  const dense = names.slice(0, 7).flatMap((from) => names.slice(0, 7).filter((to) => from < to).map((to) => edge(from, to)))
  const drawn = readableEdges([...dense, edge('h', 'a')], names.length)
  expect(drawn).toHaveLength(10)
  expect(drawn).toContainEqual(edge('h', 'a'))
})
