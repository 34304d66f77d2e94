import { expect, it } from 'vitest'
import { noUsage, type TextRequest } from './text-model.js'
import { redactingModel } from './redacting-model.js'

const secret = 'np' + 'm_' + 'aZ3kP9xQ7mB2vN8sL5tR1wY6cD4fG0hJoEuI'

it('lets no secret pass to a model, in whatever part of a request it is', async () => {
  const asked: TextRequest[] = []
  const model = redactingModel({
    complete: async (request) => {
      asked.push(request)
      return { text: 'x', calls: [], isCut: false, usage: noUsage }
    },
  })
  const request: TextRequest = {
    ...{ model: 'm', system: `a ${secret}`, prompt: `b ${secret}`, maxOutputTokens: 9, temperature: 0 },
    turns: [{ text: 't', calls: [{ name: 'read', input: '{}' }], results: [`c ${secret}`], reply: `d ${secret}` }],
  }
  await model.complete(request, new AbortController().signal)
  expect(JSON.stringify(asked)).not.toContain(secret)
  expect(asked[0]).toMatchObject({ system: 'a [redacted npm token]', turns: [{ text: 't', calls: request.turns?.[0]?.calls, results: ['c [redacted npm token]'], reply: 'd [redacted npm token]' }] })
  const plain: TextRequest = { model: 'm', system: 's', prompt: 'p', maxOutputTokens: 9, temperature: 0 }
  await model.complete(plain, new AbortController().signal)
  expect(asked[1]).toEqual(plain)
})
