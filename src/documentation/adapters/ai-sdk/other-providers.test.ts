import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { crc32 } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import type { TextAnswer, TextRequest } from '../../text-model.js'
import { aiSdkTextModel } from './ai-sdk-text-model.js'
import type { ModelEndpoint } from './model-endpoint.js'

interface Seen {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Readonly<Record<string, unknown>>
}

let close = () => {}
afterEach(() => close())

const tool = { name: 'find_symbol', description: 'Finds.', input: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } }
const request: TextRequest = {
  model: 'deployed-model',
  system: 'Be short.',
  prompt: 'What is Queue?',
  turns: [{ text: 'I look.', calls: [{ name: 'find_symbol', input: '{"name":"Queue"}' }], results: ['src/queue.ts#L1'] }],
  tools: [tool],
  maxOutputTokens: 100,
  temperature: 0,
}

/** Asks a server on loopback that gives this answer to whatever comes. */
async function ask(endpoint: (baseUrl: string) => ModelEndpoint, answer: { readonly type: string; readonly bytes: string | Buffer; readonly status?: number }): Promise<{ answer: TextAnswer; seen: Seen }> {
  let seen: Seen | undefined
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      seen = { path: incoming.url ?? '', headers: incoming.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> }
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type }).end(answer.bytes)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close = () => void server.close()
  const model = aiSdkTextModel({ endpoint: endpoint(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), priceOf: () => ({ input: 1, output: 2 }), idleTimeoutMs: 5_000 })
  const said = await model.complete(request, new AbortController().signal)
  if (seen === undefined) return expect.unreachable('nobody asked')
  return { answer: said, seen }
}

const events = (...data: readonly unknown[]) => data.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')

it('asks Google in its way, and reads its text, calls, end and cached tokens', async () => {
  const bytes = events(
    { candidates: [{ content: { role: 'model', parts: [{ text: 'A queue ' }] } }] },
    {
      candidates: [{ content: { role: 'model', parts: [{ text: 'of jobs.' }, { functionCall: { name: 'find_symbol', args: { name: 'Job' } } }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 50, cachedContentTokenCount: 30, candidatesTokenCount: 7, totalTokenCount: 57 },
    },
  )
  const { answer, seen } = await ask((baseUrl) => ({ provider: 'google', apiKey: 'key-g', baseUrl }), { type: 'text/event-stream', bytes })
  expect(answer).toMatchObject({ text: 'A queue of jobs.', calls: [{ name: 'find_symbol', input: '{"name":"Job"}' }], isCut: false, usage: { inputTokens: 50, cachedInputTokens: 30, outputTokens: 7 } })
  expect(seen.path).toBe('/models/deployed-model:streamGenerateContent?alt=sse')
  expect(seen.headers['x-goog-api-key']).toBe('key-g')
  expect(seen.body).toMatchObject({
    generationConfig: { maxOutputTokens: 100, temperature: 0 },
    systemInstruction: { parts: [{ text: 'Be short.' }] },
    contents: [
      { role: 'user', parts: [{ text: 'What is Queue?' }] },
      { role: 'model', parts: [{ text: 'I look.' }, { functionCall: { name: 'find_symbol', args: { name: 'Queue' } } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'find_symbol' } }] },
    ],
    tools: [{ functionDeclarations: [{ name: 'find_symbol' }] }],
  })
})

const azureAnswer = {
  type: 'text/event-stream',
  bytes: `${events(
    { id: 'x', created: 1, model: 'gpt', choices: [{ index: 0, delta: { role: 'assistant', content: 'A queue.' }, finish_reason: null }] },
    { id: 'x', created: 1, model: 'gpt', choices: [{ index: 0, delta: {}, finish_reason: 'length' }] },
    { id: 'x', created: 1, model: 'gpt', choices: [], usage: { prompt_tokens: 40, completion_tokens: 3, total_tokens: 43, prompt_tokens_details: { cached_tokens: 0 } } },
  )}data: [DONE]\n\n`,
}

it.each<[string, string | undefined, string]>([
  ['its v1 API', undefined, '/openai/v1/chat/completions'],
  ['addresses by deployment', '2024-10-21', '/openai/v1/deployments/deployed-model/chat/completions?api-version=2024-10-21'],
])('asks Azure at %s', async (_, apiVersion, path) => {
  const { answer, seen } = await ask((at) => ({ provider: 'azure', apiKey: 'key-a', baseUrl: `${at}/openai/v1`, apiVersion }), azureAnswer)
  expect(answer).toMatchObject({ text: 'A queue.', isCut: true, usage: { inputTokens: 40, outputTokens: 3 } })
  expect(seen.path).toBe(path)
  expect(seen.headers['api-key']).toBe('key-a')
  expect(seen.body).toMatchObject({ model: 'deployed-model', stream: true, stream_options: { include_usage: true }, tools: [{ function: { name: 'find_symbol' } }] })
})

/** One message of AWS's event stream: lengths, checksums, headers (name, 7, text), payload. */
function awsEvent(type: string, payload: unknown): Buffer {
  const header = (name: string, value: string) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(value.length)
    return Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7]), length, Buffer.from(value)])
  }
  const headers = Buffer.concat([header(':event-type', type), header(':content-type', 'application/json'), header(':message-type', 'event')])
  const body = Buffer.from(JSON.stringify(payload))
  const word = (value: number) => {
    const four = Buffer.alloc(4)
    four.writeUInt32BE(value >>> 0)
    return four
  }
  const lengths = Buffer.concat([word(16 + headers.length + body.length), word(headers.length)])
  const begin = Buffer.concat([lengths, word(crc32(lengths)), headers, body])
  return Buffer.concat([begin, word(crc32(begin))])
}

const bedrockAnswer = {
  type: 'application/vnd.amazon.eventstream',
  bytes: Buffer.concat([
    awsEvent('messageStart', { role: 'assistant' }),
    awsEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'A queue.' } }),
    awsEvent('contentBlockStop', { contentBlockIndex: 0 }),
    awsEvent('messageStop', { stopReason: 'end_turn' }),
    awsEvent('metadata', { usage: { inputTokens: 20, outputTokens: 4, totalTokens: 54, cacheReadInputTokens: 30, cacheWriteInputTokens: 0 }, metrics: { latencyMs: 1 } }),
  ]),
}

it('asks Bedrock in its way, signed, with the system text to keep, and reads its stream', async () => {
  const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'very-secret', sessionToken: 'token' }
  const { answer, seen } = await ask((baseUrl) => ({ provider: 'bedrock', region: 'eu-central-1', keys, baseUrl }), bedrockAnswer)
  expect(answer).toMatchObject({ text: 'A queue.', isCut: false, usage: { inputTokens: 50, cachedInputTokens: 30, outputTokens: 4 } })
  expect(seen.path).toBe('/model/deployed-model/converse-stream')
  expect(seen.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-central-1\/bedrock\/aws4_request, /)
  expect(seen.headers['x-amz-security-token']).toBe('token')
  expect(seen.body).toMatchObject({
    system: [{ text: 'Be short.' }, { cachePoint: { type: 'default' } }],
    inferenceConfig: { maxTokens: 100, temperature: 0 },
    toolConfig: { tools: [{ toolSpec: { name: 'find_symbol' } }] },
  })
})

it('asks Bedrock with a key of its own, and says of a throttled call that it was throttled', async () => {
  const { seen } = await ask((baseUrl) => ({ provider: 'bedrock', region: 'eu-central-1', keys: { apiKey: 'bedrock-key' }, baseUrl }), bedrockAnswer)
  expect(seen.headers.authorization).toBe('Bearer bedrock-key')
  const throttled = { type: 'application/json', status: 429, bytes: '{"message":"Too many requests, please wait before trying again."}' }
  const failed = ask((baseUrl) => ({ provider: 'bedrock', region: 'eu-central-1', keys: { apiKey: 'bedrock-key' }, baseUrl }), throttled)
  await expect(failed).rejects.toMatchObject({ code: 'documentation/model-unavailable', isBusy: true })
})
