// The least that could answer a submission: what the framework, the loopback and the clients cost by themselves.
import Fastify from 'fastify'

const app = Fastify()
app.get('/healthz', async () => ({ status: 'ok' }))
app.post('/api/jobs', async (request, reply) => reply.code(202).send(request.body))
const url = await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.(url)
process.on('disconnect', () => process.exit(0))
