import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ScriptedModel, type ModelBehaviour } from '../../../../test/support/scripted-model.js'
import { toAppError, type AppError } from '../../../platform/app-error.js'
import type { TextRequest } from '../../text-model.js'
import { aiSdkTextModel, type AiSdkSettings } from './ai-sdk-text-model.js'

let endpoint: ScriptedModel
beforeAll(async () => {
  endpoint = await ScriptedModel.start()
})
afterEach(() => endpoint.behave({}))
afterAll(() => endpoint.stop())

const apiKey = 'sk-secret-0123456789'
const request: TextRequest = { model: 'm/large', system: 'Be short.', prompt: '- [S1] class `Queue`', maxOutputTokens: 100, temperature: 0 }
const never = new AbortController().signal

function model(overrides: Partial<AiSdkSettings> = {}) {
  return aiSdkTextModel({
    baseUrl: endpoint.url,
    apiKey,
    price: { input: 2, output: 10 },
    timeoutMs: 5_000,
    retry: { retries: 2, baseDelayMs: 1, maxDelayMs: 2_000 },
    ...overrides,
  })
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => expect.unreachable('the call succeeded'),
    (error: unknown) => toAppError(error),
  )
}

/** The error and how many times the endpoint was asked for it. */
async function failing(behaviour: ModelBehaviour, overrides: Partial<AiSdkSettings> = {}): Promise<{ error: AppError; tries: number }> {
  await endpoint.behave(behaviour)
  const before = (await endpoint.calls()).length
  const error = await failure(model(overrides).complete(request, never))
  return { error, tries: (await endpoint.calls()).length - before }
}

describe('a model over an OpenAI-compatible endpoint', () => {
  it('answers with text, tokens and their price', async () => {
    const answer = await model().complete(request, never)
    expect(answer.text).toContain('`Queue`')
    const { inputTokens, outputTokens } = answer.usage
    expect(inputTokens).toBeGreaterThan(0)
    expect(answer.usage).toEqual({ calls: 1, inputTokens, cachedInputTokens: 0, outputTokens, costUsd: (inputTokens * 2 + outputTokens * 10) / 1e6 })
  })

  it('says that the cost is unknown without a price, and sends no key when there is none', async () => {
    const { usage } = await model({ price: undefined, apiKey: undefined }).complete(request, never)
    expect(usage.costUsd).toBeUndefined()
    const last = (await endpoint.calls()).at(-1)
    expect(last?.key).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it.each<[string, ModelBehaviour]>([
    ['an overload', { status: 503, times: 2 }],
    ['a rate limit', { status: 429, times: 1 }],
    ['a cut answer', { body: 'cut', times: 2 }],
  ])('gets over %s by trying again', async (_, behaviour) => {
    await endpoint.behave(behaviour)
    expect((await model().complete(request, never)).text).toContain('`Queue`')
  })

  it('waits as long as the other side asks', async () => {
    await endpoint.behave({ status: 429, retryAfter: 1, times: 1 })
    const started = performance.now()
    await model().complete(request, never)
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('leaves a long wait to the job, and says how long it is', async () => {
    const { error, tries } = await failing({ status: 429, retryAfter: 120 })
    expect({ ...pick(error), tries }).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 120, tries: 1 })
  })

  it.each<[string, ModelBehaviour]>([
    ['an overload that lasts', { status: 500 }],
    ['answers that break off', { body: 'cut' }],
  ])('gives up %s after two more tries', async (_, behaviour) => {
    const { error, tries } = await failing(behaviour)
    expect({ ...pick(error), tries }).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 15, tries: 3 })
  })

  it('gives up a call that takes too long, once', async () => {
    const { error, tries } = await failing({ hang: true }, { timeoutMs: 200 })
    expect({ ...pick(error), tries }).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 15, tries: 1 })
    expect(error.message).toContain('0.2 seconds')
  })

  it('says so when nobody listens', async () => {
    const gone = await ScriptedModel.start()
    await gone.stop()
    const error = await failure(model({ baseUrl: gone.url }).complete(request, never))
    expect(pick(error)).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 15 })
    expect(error.message).toContain('refused')
  })

  it.each<[number, string]>([
    [401, 'unauthorised'],
    [402, 'unauthorised'],
    [403, 'unauthorised'],
    [404, 'missing'],
    [307, 'missing'],
    [400, 'invalid'],
    [413, 'invalid'],
  ])('takes status %i for a refusal of kind %s and asks once', async (status, kind) => {
    const { error, tries } = await failing({ status, code: 'context_length_exceeded', location: `${endpoint.url}/chat/completions` })
    expect({ code: error.code, kind: error.kind, tries }).toEqual({ code: 'documentation/model-refused', kind, tries: 1 })
    expect(error.message).toContain(`status ${status} (context_length_exceeded)`)
  })

  it.each<[string, ModelBehaviour, string]>([
    ['no JSON', { body: 'invalid-json' }, 'no chat completion'],
    ['empty', { body: 'empty' }, 'empty'],
    ['endless', { body: 'huge' }, 'longer than 512 KiB'],
  ])('calls an answer that is %s unusable and asks once', async (_, behaviour, why) => {
    const { error, tries } = await failing(behaviour)
    expect({ code: error.code, tries }).toEqual({ code: 'documentation/model-answer-unusable', tries: 1 })
    expect(error.message).toContain(why)
  })

  it.each<[string, ModelBehaviour, Partial<AiSdkSettings>]>([
    ['the answer', { hang: true }, {}],
    ['the next try', { status: 429, retryAfter: 60 }, { retry: { retries: 2, baseDelayMs: 1, maxDelayMs: 90_000 } }],
  ])('stops at once when it is aborted while it waits for %s', async (_, behaviour, overrides) => {
    await endpoint.behave(behaviour)
    const stop = new AbortController()
    const before = (await endpoint.calls()).length
    const call = failure(model(overrides).complete(request, stop.signal))
    await expect.poll(async () => (await endpoint.calls()).length).toBe(before + 1)
    const started = performance.now()
    stop.abort(new Error('stopped on request'))
    expect((await call).message).toContain('stopped on request')
    expect(performance.now() - started).toBeLessThan(500)
  })

  it('tells the key to nobody, not even when the endpoint repeats it', async () => {
    for (const behaviour of [{ status: 401 }, { status: 500 }, { status: 400 }, { body: 'invalid-json' as const }]) {
      const { error } = await failing(behaviour)
      expect(JSON.stringify([error.message, error.advice, error.details, String(error.cause), error.stack])).not.toContain('secret')
    }
  })
})

function pick({ code, kind, retryAfterSeconds }: AppError) {
  return { code, kind, retryAfterSeconds }
}
