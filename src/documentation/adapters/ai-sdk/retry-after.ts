/**
 * How long the other side wants to be left alone, in seconds: `retry-after` (seconds or a date), `retry-after-ms`, the body's `retryDelay`
 * (Google), or when a used up limit of OpenAI's (`1m30s`) or Anthropic's (a date) is whole again.
 */
export function retryAfterSeconds(headers: Headers, retryDelay?: string): number | undefined {
  const ms = Number(headers.get('retry-after-ms') ?? NaN)
  if (ms >= 0) return ms / 1000
  return secondsUntil(headers.get('retry-after')) ?? durationSeconds(retryDelay ?? null) ?? limitReset(headers)
}

function secondsUntil(text: string | null): number | undefined {
  if (text === null) return undefined
  const seconds = /^\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : (Date.parse(text) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

function limitReset(headers: Headers): number | undefined {
  let latest: number | undefined
  headers.forEach((value, name) => {
    if (!/ratelimit.*-remaining/.test(name) || Number(value) > 0) return
    const reset = headers.get(name.replace('-remaining', '-reset'))
    const seconds = durationSeconds(reset) ?? secondsUntil(reset)
    if (seconds !== undefined) latest = Math.max(latest ?? 0, seconds)
  })
  return latest
}

const unitSeconds = { h: 3_600, m: 60, s: 1, ms: 0.001 } as const

/** `6m0s`, `20ms`, `1.5s` */
function durationSeconds(text: string | null): number | undefined {
  if (text === null || !/^(?:\d+(?:\.\d+)?(?:ms|[hms]))+$/.test(text)) return undefined
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * unitSeconds[unit as keyof typeof unitSeconds], 0)
}
