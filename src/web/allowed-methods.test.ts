import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { learnAllowedMethods } from './allowed-methods.js'

test('knows the methods of a path, whatever its parameters are', async () => {
  const app = Fastify()
  const allowed = learnAllowedMethods(app)
  app.get('/jobs/:id', async () => '')
  app.delete('/jobs/:id', async () => '')
  app.post('/jobs/:id/cancel', async () => '')
  app.get('/assets/*', async () => '')
  app.get('/open.json', async () => '')
  await app.ready()
  expect(allowed('/jobs/a%2Fb')).toEqual(['DELETE', 'GET', 'HEAD'])
  expect(allowed('/jobs/x/cancel')).toEqual(['POST'])
  expect(allowed('/assets/deep/down.js')).toEqual(['GET', 'HEAD'])
  expect(allowed('/openXjson')).toEqual([])
  expect(allowed('/jobs/')).toEqual([])
  expect(allowed('/jobs/x/y')).toEqual([])
})
