import type { IncomingMessage } from 'node:http'
import { modelErrors } from '../../text-model.js'
import { IdleLimit } from './idle-limit.js'
import { post } from './post.js'
import { comeBackSeconds, maxErrorBytes, refusalOf } from './refusal-of.js'

export interface FetchLimits {
  /** Of the stream as it comes, which is several times its text. */
  readonly maxAnswerBytes: number
  /** From byte to byte, the first one included. */
  readonly idleTimeoutMs: number
}

/**
 * `fetch`, as far as providers use it, for an endpoint that is not trusted: no redirect is followed with the key in hand, an answer ends at
 * a limit or after a silence, and no word of a failed answer gets any further (some repeat the key). The whole time has no limit.
 * @throws ModelUnavailable, AppError `documentation/model-refused`, `documentation/model-prompt-too-long`, `documentation/model-answer-unusable`, the signal's reason
 */
export function guardedFetch(limits: FetchLimits): typeof fetch {
  return async (input, init) => {
    const idle = new IdleLimit(limits.idleTimeoutMs)
    const signal = init?.signal ?? undefined
    const told = (error: unknown, other: (error: unknown) => unknown) => {
      if (signal?.aborted === true) return signal.reason as unknown
      return idle.signal.aborted ? silent(limits.idleTimeoutMs) : other(error)
    }
    const headers = (init?.headers ?? {}) as Readonly<Record<string, string>>
    const either = signal === undefined ? idle.signal : AbortSignal.any([signal, idle.signal])
    const url = input instanceof Request ? input.url : input.toString()
    const answer = await idle.during(post({ url, headers, body: textOf(init?.body), signal: either })).catch((error: unknown) => {
      throw told(error, unreachable)
    })
    const { statusCode: status = 0 } = answer
    if (status < 200 || status > 299) {
      const body = await idle.during(beginOf(answer)).catch(() => '')
      signal?.throwIfAborted()
      throw refusalOf({ status, headers: headersOf(answer), body })
    }
    const type = answer.headers['content-type'] ?? 'application/json'
    return new Response(limited(answer, { idle, maxBytes: limits.maxAnswerBytes, told: (error) => told(error, brokenOff) }), { status: 200, headers: { 'content-type': type } })
  }
}

function textOf(body: unknown): string {
  if (typeof body === 'string') return body
  throw new TypeError('Providers are asked with a text.')
}

interface Limited {
  readonly idle: IdleLimit
  readonly maxBytes: number
  /** What is thrown in place of an error. */
  readonly told: (error: unknown) => unknown
}

function limited(answer: IncomingMessage, { idle, maxBytes, told }: Limited): ReadableStream<Uint8Array> {
  const parts = answer[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  let size = 0
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await idle.during(parts.next())
        if (done === true) return controller.close()
        size += value.byteLength
        if (size > maxBytes) throw modelErrors.unusable(`it is longer than ${Math.round(maxBytes / 1024)} KiB`)
        controller.enqueue(value)
      } catch (error) {
        controller.error(told(error))
        answer.destroy()
      }
    },
    cancel: () => void answer.destroy(),
  })
}

async function beginOf(answer: IncomingMessage): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Uint8Array>) {
    parts.push(part)
    size += part.byteLength
    // Leaving the loop ends the connection.
    if (size > maxErrorBytes) return ''
  }
  return Buffer.concat(parts).toString('utf8')
}

function headersOf({ headers }: IncomingMessage): Headers {
  return new Headers(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as [string, string]] : [])))
}

/** Not tried again here: what comes late may have been paid for, and the job can wait without holding a worker. */
function silent(ms: number) {
  return modelErrors.unavailable(`no answer within ${ms / 1000} seconds`, comeBackSeconds, { mayCost: true, isLasting: true })
}

const networkReasons: ReadonlyMap<unknown, string> = new Map([
  ['ECONNREFUSED', 'the connection was refused'],
  ['ENOTFOUND', 'its host name is not known'],
  ['EAI_AGAIN', 'its host name could not be looked up'],
  ['ECONNRESET', 'the connection was reset'],
  ['EHOSTUNREACH', 'its host cannot be reached'],
  ['ENETUNREACH', 'its network cannot be reached'],
  ['ETIMEDOUT', 'it did not accept the connection in time'],
])

/** The call got there, as far as one can know. */
const mayHaveArrived: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE'])

function unreachable(error: unknown) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const isCertificate = typeof code === 'string' && /CERT|SELF_SIGNED|UNABLE_TO_/.test(code)
  const why = networkReasons.get(code) ?? (isCertificate ? 'its certificate is not trusted' : 'the connection failed')
  return modelErrors.unavailable(why, comeBackSeconds, { mayCost: mayHaveArrived.has(code) })
}

function brokenOff(error: unknown) {
  return error instanceof Error && 'code' in error && !('kind' in error) ? modelErrors.unavailable('the connection broke', comeBackSeconds, { mayCost: true }) : error
}
