import { request as overHttp, type IncomingMessage } from 'node:http'
import { request as overHttps } from 'node:https'

const connectTimeoutMs = 15_000

export interface Post {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly signal: AbortSignal
}

/**
 * Sends a text and resolves with the head of the answer. No redirect is followed. Node's `fetch` would give up after five minutes without
 * a byte, and its package, which would not, takes 20 MB; here only the connection has a limit, all else is the caller's.
 * @throws what Node's sockets throw, by `code`; `ETIMEDOUT` when nobody takes the connection
 */
export function post({ url, headers, body, signal }: Post): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = (new URL(url).protocol === 'https:' ? overHttps : overHttp)(url, { method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) }, signal }, resolve)
    const timer = setTimeout(() => call.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })), connectTimeoutMs)
    call.once('socket', (socket) => (socket.connecting ? void socket.once('connect', () => clearTimeout(timer)) : clearTimeout(timer)))
    call.once('close', () => clearTimeout(timer))
    // Stays, for an answer that breaks off is told of here once more.
    call.on('error', reject)
    call.end(body)
  })
}
