// A local server that speaks OpenAI's chat completions (/v1/chat/completions) and Anthropic's messages (/v1/messages), whole or as a
// stream, and answers from the prompt alone, so that equal prompts get equal bytes.
//   node test/support/children/scripted-model.mjs [--port N] [--record FILE] [--behave JSON] [--by-hand]
// Prints `{"url":"http://127.0.0.1:N/v1"}` once it listens; by hand (`npm run model:scripted`), the settings to paste. What it is asked and
// what it has answered goes into FILE, a JSON line each, fsynced before the last byte is sent, so that a run that is killed can be counted:
//   {"event":"asked"|"answered","call":1,"prompt":"<sha256 of model, system and prompt>","model":"…","key":"<sha256 of the key>","at":<ms>}
// Switches, at start or by POST /behave (see `ModelBehaviour` in ../scripted-model.ts). GET /calls tells the same as FILE; GET /prompts/N a
// prompt, GET /bodies/N the whole request. Tokens are counted as OpenAI's models do (o200k); what they would keep of a prompt is told, too.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { answerTo, sha256 } from './scripted/answers.mjs'
import { anthropic, openAi } from './scripted/dialects.mjs'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, record: { type: 'string' }, behave: { type: 'string', default: '{}' }, 'by-hand': { type: 'boolean', default: false } },
})
const file = values.record === undefined ? undefined : openSync(values.record, 'a')
const lines = []
const bodies = []
const kept = new Set()
let behaviour = JSON.parse(values.behave)
let sinceBehave = 0

function record(event) {
  const line = { ...event, at: Date.now() }
  lines.push(line)
  if (file === undefined) return
  writeSync(file, `${JSON.stringify(line)}\n`)
  fsyncSync(file)
}

/** Every special word of the tokenizer is text here. */
const tokens = (text) => (text === '' ? 0 : countTokens(text, { disallowedSpecial: new Set() }))

/** Shorter beginnings are not kept, by either provider. */
const leastKept = 1_024

/** `input` holds what was kept before (`cached`) and what is kept now (`kept`). */
function usageOf({ model, system, prompt, later, tools, keeps }, { text, calls }) {
  const begin = tokens(system) + (tools.length === 0 ? 0 : tokens(JSON.stringify(tools)))
  const input = begin + tokens(prompt) + tokens(later) + 8
  const output = tokens(text) + (calls.length === 0 ? 0 : tokens(JSON.stringify(calls))) + 1
  const isKept = keeps && begin >= leastKept
  const key = sha256(JSON.stringify([model, system, tools]))
  const wasKept = isKept && kept.has(key)
  if (isKept) kept.add(key)
  return { input, output, cached: wasKept ? begin : 0, kept: isKept && !wasKept ? begin : 0 }
}

async function readBody(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Takes one use of the behaviour; after `times` uses the server is its good self again. */
function use() {
  const used = behaviour
  if (typeof behaviour.times === 'number') behaviour = behaviour.times > 1 ? { ...behaviour, times: behaviour.times - 1 } : {}
  return used
}

/** What is there in place of an answer: a status and a body. */
function refusal({ how, dialect, key, inputTokens, body }) {
  if (how.status !== undefined) return { status: how.status, body: dialect.error(how.code ?? 'scripted_failure', how.message ?? `Refused; your key is ${key === '' ? 'none' : key}`) }
  if (how.contextTokens !== undefined && inputTokens > how.contextTokens) {
    const { type, message } = dialect.tooLong(inputTokens, how.contextTokens)
    return { status: 400, body: dialect.error(type, message) }
  }
  const unknown = (how.refuses ?? []).find((parameter) => body[parameter] !== undefined)
  if (unknown !== undefined) return { status: 400, body: dialect.error('invalid_request_error', `Unsupported parameter: '${unknown}' is not supported with this model.`) }
  return undefined
}

/** The answer as the behaviour has it. */
function spoiltAnswer(good, how) {
  if (how.body === 'empty') return { text: '', calls: [] }
  if (how.body === 'huge') return { text: 'All work and no play. '.repeat(95_325), calls: [] }
  if (how.finish === 'refusal') return { text: '', calls: [] }
  return how.finish === 'length' ? { ...good, text: good.text.slice(0, Math.ceil(good.text.length / 2)) } : good
}

async function complete(dialect, request, response) {
  const body = JSON.parse(await readBody(request))
  const asked = dialect.read(body)
  const { model, system, prompt, later } = asked
  const key = dialect.key(request.headers)
  const identity = {
    call: lines.filter(({ event }) => event === 'asked').length + 1,
    prompt: sha256(JSON.stringify([model, system, prompt, ...(later === '' ? [] : [later])])),
    model,
    key: sha256(key),
  }
  record({ event: 'asked', ...identity })
  bodies.push({ system, prompt, path: request.url, headers: { ...request.headers }, body })
  const { division } = behaviour
  const applies = (behaviour.model === undefined || behaviour.model === model) && ++sinceBehave > (behaviour.after ?? 0)
  const how = applies ? use() : {}
  const answer = spoiltAnswer(answerTo(asked, { ...how, division }), how)
  if (how.delayMs !== undefined) await sleep(how.delayMs)
  if (how.hang === true) return
  const usage = usageOf(asked, answer)
  const refused = refusal({ how, dialect, key, inputTokens: usage.input, body })
  if (refused !== undefined) {
    const text = JSON.stringify(refused.body)
    const after = how.retryAfter === undefined ? {} : { 'retry-after': String(how.retryAfter) }
    response.writeHead(refused.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text), ...(how.location === undefined ? {} : { location: how.location }), ...after, ...how.headers })
    return response.end(text)
  }
  const finish = dialect.finish[how.finish ?? (answer.calls.length > 0 ? 'calls' : 'stop')]
  const full = { model, ...answer, finish, usage: how.usage === 'none' ? undefined : dialect.usage(usage) }
  return send(response, { parts: asked.isStream ? dialect.stream(full) : [JSON.stringify(dialect.whole(full))], isStream: asked.isStream, how, identity })
}

async function send(response, { parts, isStream, how, identity }) {
  response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' })
  if (how.body === 'cut') {
    const all = parts.join('')
    response.write(all.slice(0, all.length / 2), () => response.destroy())
    return
  }
  if (how.body === 'invalid-json') {
    record({ event: 'answered', ...identity })
    return response.end(isStream ? `data: <html>${parts[0]}` : `<html>${parts[0]}`)
  }
  const isSlow = how.msPerToken !== undefined || how.silentAfter !== undefined
  let partsLeft = how.silentAfter ?? Infinity
  // In one go when there is no time to take: the pieces are the same.
  for (const part of isSlow ? parts.slice(0, -1) : []) {
    if (partsLeft-- <= 0) return
    response.write(part)
    await sleep((how.msPerToken ?? 0) * 4)
  }
  record({ event: 'answered', ...identity })
  response.end(isSlow ? parts.at(-1) : parts.join(''))
}

const server = createServer((request, response) => {
  const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  const handle = async () => {
    const dialect = [openAi, anthropic].find(({ path }) => path === request.url)
    if (request.method === 'POST' && dialect !== undefined) return complete(dialect, request, response)
    if (request.method === 'POST' && request.url === '/behave') {
      behaviour = JSON.parse(await readBody(request))
      sinceBehave = 0
      return answer(200, behaviour)
    }
    if (request.url === '/calls') return answer(200, lines)
    const [, what, number] = /^\/(prompts|bodies)\/(\d+)$/.exec(request.url ?? '') ?? []
    if (what !== undefined) return answer(200, shown(bodies[Number(number) - 1], what))
    return answer(404, { error: { code: 'no_such_path' } })
  }
  handle().catch(() => response.destroy())
})

function shown(body, what) {
  if (body === undefined) return null
  return what === 'bodies' ? body : { system: body.system, prompt: body.prompt }
}

const byHand = (url) => `A scripted model listens at ${url}. To use it:

export MAIN_MODEL=scripted/large LLM_BASE_URL=${url} LLM_API_KEY=any
  or, in Anthropic's way:
export MAIN_MODEL=scripted-large LLM_PROVIDER=anthropic LLM_BASE_URL=${url} LLM_API_KEY=any

It does better or worse from now on:
curl -d '{"msPerToken":20}' ${new URL('/behave', url)}
curl -d '{"status":429,"retryAfter":2,"times":3}' ${new URL('/behave', url)}
`
server.listen(Number(values.port), '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}/v1`
  process.stdout.write(values['by-hand'] ? byHand(url) : `${JSON.stringify({ url })}\n`)
})
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    if (file !== undefined) closeSync(file)
    process.exit(0)
  })
}
process.on('disconnect', () => process.exit(0))
