import { modelErrors } from '../../text-model.js'
import { refusalOf } from './refusal-of.js'
import { Unreachable } from './unreachable.js'

/**
 * `fetch` for an endpoint that is not trusted: no redirect is followed with the key in hand, an answer is read whole within a limit, and
 * no word of a failed answer gets any further (some repeat the key).
 * @throws Unreachable, AppError `documentation/model-refused`, `documentation/model-answer-unusable`, the signal's reason
 */
export function guardedFetch(maxAnswerBytes: number): typeof fetch {
  return async (input, init) => {
    try {
      const response = await fetch(input, { ...init, redirect: 'manual' })
      if (!response.ok) throw await refusalOf(response)
      const type = response.headers.get('content-type') ?? 'application/json'
      return new Response(await readWhole(response, maxAnswerBytes), { status: 200, headers: { 'content-type': type } })
    } catch (error) {
      init?.signal?.throwIfAborted()
      throw error instanceof TypeError ? unreachable(error) : error
    }
  }
}

async function readWhole(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
    size += part.value.byteLength
    chunks.push(part.value)
    if (size <= maxBytes) continue
    // And with it the connection.
    await reader?.cancel()
    throw modelErrors.unusable(`it is longer than ${Math.round(maxBytes / 1024)} KiB`)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const networkReasons: ReadonlyMap<unknown, string> = new Map([
  ['ECONNREFUSED', 'the connection was refused'],
  ['ENOTFOUND', 'its host name is not known'],
  ['EAI_AGAIN', 'its host name could not be looked up'],
  ['ECONNRESET', 'the connection was reset'],
  ['UND_ERR_SOCKET', 'the connection broke'],
  ['UND_ERR_CONNECT_TIMEOUT', 'it did not accept the connection in time'],
])

/** The call never got there. */
const neverArrived: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

function unreachable({ cause }: TypeError): Unreachable {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined
  return new Unreachable(networkReasons.get(code) ?? 'the connection failed', undefined, !neverArrived.has(code))
}
