// A local server that speaks OpenAI's chat completions and answers from the prompt alone, so that equal prompts get equal bytes.
//   node test/support/children/scripted-model.mjs [--port N] [--record FILE] [--behave JSON]
// Prints `{"url":"http://127.0.0.1:N/v1"}` once it listens. What it is asked and what it has answered goes into FILE, a JSON line each,
// fsynced before the next byte is sent, so that a run that is killed can be counted:
//   {"event":"asked"|"answered","call":1,"prompt":"<sha256 of model, system and prompt>","model":"…","key":"<sha256 of the bearer key>","at":<ms>}
// Switches, at start or by POST /behave (see `ModelBehaviour` in ../scripted-model.ts). GET /calls tells the same as FILE; GET /prompts/N a prompt.
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { createServer } from 'node:http'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, record: { type: 'string' }, behave: { type: 'string', default: '{}' } } })
const file = values.record === undefined ? undefined : openSync(values.record, 'a')
const lines = []
const prompts = []
let behaviour = JSON.parse(values.behave)
let sinceBehave = 0

const sha256 = (text) => createHash('sha256').update(text).digest('hex')

function record(event) {
  const line = { ...event, at: Date.now() }
  lines.push(line)
  if (file === undefined) return
  writeSync(file, `${JSON.stringify(line)}\n`)
  fsyncSync(file)
}

/** Says something about the first components and modules that the prompt names, cited and linked as asked. */
function proseFor(prompt) {
  const components = [...prompt.matchAll(/^\s*- \[(S\d+)\] (\w+) `([^`]+)`/gm)].map(([, id, kind, name]) => ({ id, kind, name }))
  const modules = [...prompt.matchAll(/^- \[\[([a-z0-9-]+)\]\]/gm)].map(([, id]) => id)
  const told = components.slice(0, 4).map(({ id, kind, name }, at) => `The ${kind} \`${name}\` is part ${at + 1} of what happens here [${id}].`)
  const last = components.at(-1)
  if (last === undefined) return 'There is nothing to tell.'
  const links = modules.slice(0, 2).map((id) => `It works together with [[${id}]] through \`${last.name}\` [${last.id}].`)
  return [told.join(' '), ...(links.length > 0 ? [links.join(' ')] : []), `Read of prompt ${sha256(prompt).slice(0, 12)} ends with \`${last.name}\` [${last.id}].`].join('\n\n')
}

/** What a careless or hostile model writes, beside one good sentence. */
const spoilt = {
  'unknown-ids': () => 'A claim about nothing [S9999]. Another module is [[no-such-module]]. It hides [M1].',
  html: () => 'Click <script>alert(1)</script> here. An image <img src=x onerror=alert(1)> follows.',
  links: () => 'See [the docs](https://evil.example/) for more. Or javascript in [this](javascript:alert(1)). Plain https://evil.example/x too.',
  headings: () => '# Owned\n\n## Files\n\n```mermaid\ngraph TD\n```\n\n| a | b |\n|---|---|\n| c | d |',
  uncited: () => 'This stands without any evidence at all.',
  everything: () => ['unknown-ids', 'html', 'links', 'headings', 'uncited'].map((kind) => spoilt[kind]()).join('\n\n'),
}

/** Calls each module as it is called at present, with a word more. */
function namesFor(prompt) {
  const told = prompt.slice(prompt.indexOf('\nModules to name:\n'))
  const modules = [...told.matchAll(/^- \[\[([a-z0-9-]+)\]\] at present: (.+)$/gm)].map(([, id, name]) => ({ id, title: `${name} part`, purpose: 'Does its part of the work.' }))
  return JSON.stringify({ modules })
}

function textFor(prompt, how) {
  if (prompt.includes('\nModules to name:\n')) return namesFor(prompt)
  const isRepair = prompt.includes('Fix only these')
  const good = proseFor(prompt)
  if (how.answer === undefined || (isRepair && how.repairs === true)) return good
  const bad = spoilt[how.answer]()
  return how.nothingGood === true ? bad : `${good}\n\n${bad}`
}

function completion(body, text) {
  const tokens = (value) => Math.ceil(value.length / 4)
  const input = tokens(body.messages.map(({ content }) => content).join('\n'))
  return JSON.stringify({
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1_700_000_000,
    model: body.model,
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: tokens(text), total_tokens: input + tokens(text) },
  })
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

async function complete(request, response) {
  const raw = await readBody(request)
  const body = JSON.parse(raw)
  const content = (role) => body.messages.find((message) => message.role === role)?.content ?? ''
  const [system, prompt] = [content('system'), content('user')]
  const identity = {
    call: lines.filter(({ event }) => event === 'asked').length + 1,
    prompt: sha256(JSON.stringify([body.model, system, prompt])),
    model: body.model,
    key: sha256((request.headers.authorization ?? '').replace(/^Bearer /, '')),
  }
  record({ event: 'asked', ...identity })
  prompts.push({ system, prompt })
  const applies = (behaviour.model === undefined || behaviour.model === body.model) && ++sinceBehave > (behaviour.after ?? 0)
  const how = applies ? use() : {}
  const text = textFor(prompt, how)
  if (how.delayMs !== undefined) await sleep(how.delayMs)
  if (how.hang === true) return
  if (how.status !== undefined) {
    const error = JSON.stringify({ error: { message: `Refused; your key is ${request.headers.authorization ?? 'none'}`, code: how.code ?? 'scripted_failure' } })
    const after = how.retryAfter === undefined ? {} : { 'retry-after': String(how.retryAfter) }
    response.writeHead(how.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(error), ...(how.location === undefined ? {} : { location: how.location }), ...after })
    return response.end(error)
  }
  const good = completion(body, how.body === 'empty' ? '' : how.body === 'huge' ? 'All work and no play. '.repeat(95_325) : text)
  if (how.body === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(good) })
    response.write(good.slice(0, good.length / 2), () => response.destroy())
    return
  }
  record({ event: 'answered', ...identity })
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(how.body === 'invalid-json' ? `<html>${good.slice(1)}` : good)
}

const server = createServer((request, response) => {
  const answer = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  const handle = async () => {
    if (request.method === 'POST' && request.url === '/v1/chat/completions') return complete(request, response)
    if (request.method === 'POST' && request.url === '/behave') {
      behaviour = JSON.parse(await readBody(request))
      sinceBehave = 0
      return answer(200, behaviour)
    }
    if (request.url === '/calls') return answer(200, lines)
    const prompt = /^\/prompts\/(\d+)$/.exec(request.url ?? '')
    if (prompt !== null) return answer(200, prompts[Number(prompt[1]) - 1] ?? null)
    return answer(404, { error: { code: 'no_such_path' } })
  }
  handle().catch(() => response.destroy())
})
server.listen(Number(values.port), '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}/v1` })}\n`))
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    if (file !== undefined) closeSync(file)
    process.exit(0)
  })
}
process.on('disconnect', () => process.exit(0))
