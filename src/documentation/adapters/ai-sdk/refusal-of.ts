import type { AppError } from '../../../platform/app-error.js'
import { modelErrors } from '../../text-model.js'
import { Unreachable } from './unreachable.js'

const busy = new Set([408, 409, 425, 429])
const maxErrorBytes = 64 * 1024

/** What a status other than 2xx means. Of the body only the code word is read (`context_length_exceeded`), which cannot be a key. */
export async function refusalOf(response: Response): Promise<AppError | Unreachable> {
  const { status } = response
  const word = await codeWord(response)
  const why = `status ${status}${word === undefined ? '' : ` (${word})`}`
  if (status >= 500 || busy.has(status)) return new Unreachable(why, retryAfterSeconds(response.headers))
  if (status === 401 || status === 402 || status === 403) return modelErrors.refused('unauthorised', why)
  if (status === 404 || status < 400) return modelErrors.refused('missing', why)
  return modelErrors.refused('invalid', why)
}

async function codeWord(response: Response): Promise<string | undefined> {
  const length = Number(response.headers.get('content-length') ?? 0)
  if (length === 0 || length > maxErrorBytes) {
    await response.body?.cancel().catch(() => undefined)
    return undefined
  }
  try {
    const body = (await response.json()) as { error?: { code?: unknown; type?: unknown } | null } | null
    return [body?.error?.code, body?.error?.type].find((word): word is string => typeof word === 'string' && /^[a-z_]{3,40}$/.test(word))
  } catch {
    return undefined
  }
}

/** Seconds or a date; `retry-after-ms` where OpenAI's servers send it. */
function retryAfterSeconds(headers: Headers): number | undefined {
  const ms = Number(headers.get('retry-after-ms') ?? NaN)
  if (ms >= 0) return ms / 1000
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}
