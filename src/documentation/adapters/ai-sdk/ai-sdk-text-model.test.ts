import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ScriptedModel, type ModelBehaviour } from '../../../../test/support/scripted-model.js'
import { toAppError, type AppError } from '../../../platform/app-error.js'
import { retryingModel, type RetrySettings } from '../../retrying-model.js'
import type { TextModel, TextRequest } from '../../text-model.js'
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
const quick: RetrySettings = { retries: 2, baseDelayMs: 1, maxDelayMs: 2_000 }

type Dialect = 'openai-compatible' | 'openai' | 'anthropic'
const dialects: readonly Dialect[] = ['openai-compatible', 'openai', 'anthropic']

interface Options extends Partial<AiSdkSettings> {
  readonly dialect?: Dialect
  readonly retry?: RetrySettings
}

function model({ dialect = 'openai-compatible', retry = quick, ...overrides }: Options = {}): TextModel {
  return retryingModel(aiSdkTextModel({ endpoint: { provider: dialect, baseUrl: endpoint.url, apiKey }, priceOf: () => ({ input: 2, output: 10, cachedInput: 0.5 }), idleTimeoutMs: 5_000, ...overrides }), retry)
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  return work.then(
    () => expect.unreachable('the call succeeded'),
    (error: unknown) => toAppError(error),
  )
}

/** The error and how many times the endpoint was asked for it. */
async function failing(behaviour: ModelBehaviour, options: Options = {}): Promise<{ error: AppError; tries: number }> {
  await endpoint.behave(behaviour)
  const before = (await endpoint.calls()).length
  const error = await failure(model(options).complete(request, never))
  return { error, tries: (await endpoint.calls()).length - before }
}

describe.each(dialects)('a model in the way of %s', (dialect) => {
  it('answers with text, tokens and their price', async () => {
    const answer = await model({ dialect }).complete(request, never)
    expect(answer.text).toContain('`Queue`')
    const { inputTokens, outputTokens } = answer.usage
    expect(inputTokens).toBeGreaterThan(10)
    expect(answer).toMatchObject({ calls: [], isCut: false, usage: { calls: 1, inputTokens, cachedInputTokens: 0, outputTokens } })
    expect(answer.usage.costUsd).toBeCloseTo((inputTokens * 2 + outputTokens * 10) / 1e6, 12)
  })

  it('tells what the provider had kept of the prompt, and what that saves', async () => {
    const long = { ...request, system: `Be short. ${dialect} ${'The same for many requests. '.repeat(300)}` }
    const [first, second] = [await model({ dialect }).complete(long, never), await model({ dialect }).complete({ ...long, prompt: '- [S2] class `Stack`' }, never)]
    expect(first.usage.cachedInputTokens).toBe(0)
    expect(second.usage.cachedInputTokens).toBeGreaterThan(1_024)
    expect(second.usage.inputTokens).toBe(first.usage.inputTokens)
    expect(second.usage.costUsd ?? 0).toBeLessThan((first.usage.costUsd ?? 0) / 2)
  })

  it('reckons the tokens, at the high end, when it is told none, and says so', async () => {
    const told = await model({ dialect }).complete(request, never)
    await endpoint.behave({ usage: 'none' })
    const { usage } = await model({ dialect }).complete(request, never)
    expect(usage.isEstimated).toBe(true)
    expect(usage.inputTokens).toBeGreaterThan(5)
    expect(usage.outputTokens).toBeGreaterThan(told.usage.outputTokens / 2)
    expect(usage.costUsd).toBeGreaterThan(0)
  })

  it('hands on what it wants of a tool, and is told the results in the next turn', async () => {
    const tool = { name: 'read_lines', description: 'Reads.', input: { type: 'object', properties: { path: { type: 'string', enum: ['a.ts'] }, from: { type: 'integer', minimum: 3 } }, required: ['path', 'from'] } }
    await endpoint.behave({ tools: true })
    const first = await model({ dialect }).complete({ ...request, tools: [tool] }, never)
    expect(first).toMatchObject({ text: '', calls: [{ name: 'read_lines', input: '{"path":"a.ts","from":3}' }], isCut: false })
    const turns = [{ text: 'I look.', calls: first.calls, results: ['3: const a = 1'], reply: 'Now answer.' }]
    const second = await model({ dialect }).complete({ ...request, tools: [tool], turns }, never)
    expect(second).toMatchObject({ calls: [], text: expect.stringContaining('`Queue`') as string })
    const sent = JSON.stringify((await endpoint.lastRequest()).body)
    for (const word of ['I look.', 'call00000', '3: const a = 1', 'Now answer.']) expect(sent).toContain(word)
  })

  it('hands on a call that makes no sense as it is', async () => {
    await endpoint.behave({ call: 'wrong' })
    const tools = [{ name: 'read_lines', description: 'Reads.', input: { type: 'object', properties: {} } }]
    const { calls } = await model({ dialect }).complete({ ...request, tools }, never)
    expect(calls).toEqual([{ name: 'no_such_tool', input: expect.stringContaining('/etc/passwd') as string }])
  })

  it('sends equal requests equal to the byte', async () => {
    const turns = [{ text: '', calls: [{ name: 'find', input: 'no JSON' }], results: ['none'] }]
    const bodies = []
    for (let time = 0; time < 2; time += 1) {
      await model({ dialect }).complete({ ...request, turns, tools: [{ name: 'find', description: 'Finds.', input: { type: 'object', properties: {} } }] }, never)
      bodies.push(JSON.stringify((await endpoint.lastRequest()).body))
    }
    expect(bodies[0]).toBe(bodies[1])
  })

  it('asks for JSON of a schema', async () => {
    const schema = { type: 'object', properties: { id: { type: 'string', pattern: '^S\\d+$' }, kind: { enum: ['job', 'page'] } }, required: ['id', 'kind'], additionalProperties: false }
    const { text } = await model({ dialect }).complete({ ...request, model: 'claude-sonnet-4-5', schema }, never)
    expect(JSON.parse(text)).toEqual({ id: 'S1', kind: 'job' })
  })

  it('says that an answer was cut', async () => {
    await endpoint.behave({ finish: 'length' })
    expect((await model({ dialect }).complete(request, never)).isCut).toBe(true)
  })

  it('calls a refusal one about this request', async () => {
    const { error, tries } = await failing({ finish: 'refusal' }, { dialect })
    expect({ code: error.code, kind: error.kind, tries }).toEqual({ code: 'documentation/model-refused', kind: 'invalid', tries: 1 })
  })

  it('says when the prompt is too long, so that it can be split', async () => {
    const { error, tries } = await failing({ contextTokens: 10 }, { dialect })
    expect({ code: error.code, kind: error.kind, tries }).toEqual({ code: 'documentation/model-prompt-too-long', kind: 'invalid', tries: 1 })
  })

  it.each<[string, ModelBehaviour]>([
    ['an overload', { status: 503, times: 2 }],
    ['a rate limit', { status: 429, times: 1 }],
    ['a cut answer', { body: 'cut', times: 2 }],
  ])('gets over %s by trying again', async (_, behaviour) => {
    await endpoint.behave(behaviour)
    expect((await model({ dialect }).complete(request, never)).text).toContain('`Queue`')
  })

  it.each<[string, ModelBehaviour]>([
    ['an overload that lasts', { status: 500 }],
    ['answers that break off', { body: 'cut' }],
  ])('gives up %s after two more tries', async (_, behaviour) => {
    const { error, tries } = await failing(behaviour, { dialect })
    expect({ ...pick(error), tries }).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 15, tries: 3 })
  })

  it('leaves a long wait to the job, and says how long it is', async () => {
    const { error, tries } = await failing({ status: 429, retryAfter: 120 }, { dialect })
    expect({ ...pick(error), tries }).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 120, tries: 1 })
  })

  it.each<[string, ModelBehaviour]>([
    ['never begins', { hang: true }],
    ['falls silent', { silentAfter: 3 }],
  ])('gives up an answer that %s, once, and it may have cost', async (_, behaviour) => {
    const { error, tries } = await failing(behaviour, { dialect, idleTimeoutMs: 200 })
    expect({ ...pick(error), tries, isOutage: error.isOutage }).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 15, tries: 1, isOutage: false })
    expect(error.message).toContain('0.2 seconds')
  })

  it('waits for an answer that goes on coming, however long it takes', async () => {
    await endpoint.behave({ msPerToken: 25 })
    const started = performance.now()
    expect((await model({ dialect, idleTimeoutMs: 400 }).complete(request, never)).text).toContain('`Queue`')
    expect(performance.now() - started).toBeGreaterThan(450)
  })

  it.each<[string, ModelBehaviour, string]>([
    ['no JSON', { body: 'invalid-json' }, 'no chat completion'],
    ['empty', { body: 'empty' }, 'empty'],
    ['endless', { body: 'huge' }, 'longer than 512 KiB'],
  ])('calls an answer that is %s unusable and asks once', async (_, behaviour, why) => {
    const { error, tries } = await failing(behaviour, { dialect })
    expect({ code: error.code, tries }).toEqual({ code: 'documentation/model-answer-unusable', tries: 1 })
    expect(error.message).toContain(why)
  })

  it('tells the key to nobody, not even when the endpoint repeats it', async () => {
    for (const behaviour of [{ status: 401 }, { status: 500 }, { status: 400 }, { body: 'invalid-json' as const }]) {
      const { error } = await failing(behaviour, { dialect })
      expect(JSON.stringify([error.message, error.advice, error.details, String(error.cause), error.stack])).not.toContain('secret')
    }
  })
})

describe('a model over an endpoint', () => {
  it('says that the cost is unknown without a price, and sends no key when there is none', async () => {
    const { usage } = await model({ priceOf: () => undefined, endpoint: { provider: 'openai-compatible', baseUrl: endpoint.url } }).complete(request, never)
    expect(usage.costUsd).toBeUndefined()
    expect((await endpoint.calls()).at(-1)?.key).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('waits as long as the other side asks', async () => {
    await endpoint.behave({ status: 429, retryAfter: 1, times: 1 })
    const started = performance.now()
    await model().complete(request, never)
    expect(performance.now() - started).toBeGreaterThanOrEqual(990)
  })

  it('says so when nobody listens', async () => {
    const gone = await ScriptedModel.start()
    await gone.stop()
    const error = await failure(model({ endpoint: { provider: 'openai-compatible', baseUrl: gone.url } }).complete(request, never))
    expect(pick(error)).toEqual({ code: 'documentation/model-unavailable', kind: 'transient', retryAfterSeconds: 15 })
    expect(error.message).toContain('refused')
    expect(error.isOutage).toBe(true)
  })

  it.each<[number, string, string]>([
    [401, 'unauthorised', 'model-refused'],
    [402, 'unauthorised', 'model-refused'],
    [403, 'unauthorised', 'model-refused'],
    [404, 'missing', 'model-refused'],
    [307, 'missing', 'model-refused'],
    [400, 'invalid', 'model-refused'],
    [413, 'invalid', 'model-prompt-too-long'],
  ])('takes status %i for a refusal of kind %s and asks once', async (status, kind, code) => {
    const { error, tries } = await failing({ status, code: 'some_reason', location: `${endpoint.url}/chat/completions` })
    expect({ code: error.code, kind: error.kind, tries }).toEqual({ code: `documentation/${code}`, kind, tries: 1 })
    expect(error.message).toContain(`status ${status} (some_reason)`)
  })

  it.each<[string, ModelBehaviour, string]>([
    ['an empty account', { status: 429, code: 'insufficient_quota' }, 'unauthorised'],
    ['an empty account at Anthropic', { status: 400, message: 'Your credit balance is too low to access the API.' }, 'unauthorised'],
    ['a prompt too long for Google', { status: 400, message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).' }, 'invalid'],
    ['a prompt too long for Bedrock', { status: 400, message: 'Input is too long for requested model.' }, 'invalid'],
    ['more than a minute’s tokens in one call', { status: 429, message: 'Request too large for gpt-4o on tokens per min (TPM)' }, 'invalid'],
  ])('tells %s from what passes', async (_, behaviour, kind) => {
    const { error, tries } = await failing(behaviour)
    expect({ kind: error.kind, tries }).toEqual({ kind, tries: 1 })
  })

  it.each<[string, () => Record<string, string>, number]>([
    ['OpenAI', () => ({ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '1m30s', 'x-ratelimit-remaining-requests': '7', 'x-ratelimit-reset-requests': '9m' }), 90],
    ['OpenAI in milliseconds', () => ({ 'retry-after-ms': '45000' }), 45],
    ['a date', () => ({ 'retry-after': inAMinute().toUTCString() }), 60],
    ['Anthropic', () => ({ 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': inAMinute().toISOString() }), 60],
  ])('reads when to come back, in the headers of %s', async (_, headers, seconds) => {
    const { error } = await failing({ status: 529, headers: headers() })
    expect(Math.abs((error.retryAfterSeconds ?? 0) - seconds)).toBeLessThan(5)
  })

  it.each(['temperature', 'response_format', 'stream_options'])('leaves %s out once it was refused, and asks in vain once only', async (parameter) => {
    await endpoint.behave({ refuses: [parameter] })
    const asker = model()
    const asked = { ...request, schema: { type: 'object', properties: { id: { enum: ['S1'] } }, required: ['id'] } }
    const before = (await endpoint.calls()).length
    await asker.complete(asked, never)
    await asker.complete(asked, never)
    expect((await endpoint.calls()).length - before).toBe(3)
    const { body } = await endpoint.lastRequest()
    expect(body).not.toHaveProperty(parameter)
    expect(JSON.stringify(body['messages']).includes('JSON Schema')).toBe(parameter === 'response_format')
  })

  it('names the limit of an answer as the endpoint does', async () => {
    await endpoint.behave({ status: 400, message: "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", times: 1 })
    await model().complete(request, never)
    const { body } = await endpoint.lastRequest()
    expect({ max_tokens: body['max_tokens'], max_completion_tokens: body['max_completion_tokens'] }).toEqual({ max_tokens: undefined, max_completion_tokens: 100 })
  })

  it('has Anthropic keep the system text, and with tools all that is sent', async () => {
    const kept = { type: 'ephemeral' }
    await model({ dialect: 'anthropic' }).complete(request, never)
    const plain = (await endpoint.lastRequest()).body
    expect(plain['system']).toEqual([{ type: 'text', text: 'Be short.', cache_control: kept }])
    expect(JSON.stringify(plain['messages'])).not.toContain('cache_control')
    await model({ dialect: 'anthropic' }).complete({ ...request, tools: [{ name: 'find', description: 'Finds.', input: { type: 'object', properties: {} } }] }, never)
    expect((await endpoint.lastRequest()).body['messages']).toEqual([{ role: 'user', content: [{ type: 'text', text: request.prompt, cache_control: kept }] }])
  })

  it.each<[string, ModelBehaviour, RetrySettings]>([
    ['the answer', { hang: true }, quick],
    ['the rest of the answer', { silentAfter: 3 }, quick],
    ['the next try', { status: 429, retryAfter: 60 }, { retries: 2, baseDelayMs: 1, maxDelayMs: 90_000 }],
  ])('stops at once when it is aborted while it waits for %s', async (_, behaviour, retry) => {
    await endpoint.behave(behaviour)
    const stop = new AbortController()
    const before = (await endpoint.calls()).length
    const call = failure(model({ retry }).complete(request, stop.signal))
    await expect.poll(async () => (await endpoint.calls()).length).toBe(before + 1)
    const started = performance.now()
    stop.abort(new Error('stopped on request'))
    expect((await call).message).toContain('stopped on request')
    expect(performance.now() - started).toBeLessThan(500)
  })
})

const inAMinute = () => new Date(Date.now() + 60_500)

function pick({ code, kind, retryAfterSeconds }: AppError) {
  return { code, kind, retryAfterSeconds }
}
