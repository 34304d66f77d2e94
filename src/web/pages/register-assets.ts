import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Names carry a hash of the content, so browsers may keep them for ever. The drawing frame, which has an origin of its own, reads them too. */
export async function registerAssets(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
    index: false,
    dotfiles: 'deny',
    decorateReply: false,
    setHeaders: (answer) => void answer.setHeader('access-control-allow-origin', '*'),
  })
}
