// The two forms of HTTP that the scripted model speaks. `read` gives a request as we think of it; `whole` and `stream` give answers.

const textOf = (content) => (typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join(''))

/** In pieces of about four tokens, as models write; what no page is may come in larger ones. */
const piecesOf = (text) => text.match(text.length > 65_536 ? /[^]{1,2048}/g : /[^]{1,16}/g) ?? []
const event = (name, data) => `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`

export const openAi = {
  path: '/v1/chat/completions',
  key: (headers) => (headers.authorization ?? '').replace(/^Bearer /, ''),

  read(body) {
    const { messages } = body
    const users = messages.filter(({ role }) => role === 'user').map(({ content }) => textOf(content))
    const first = messages.findIndex(({ role }) => role === 'user')
    const later = messages.slice(first + 1)
    return {
      model: body.model,
      system: textOf(messages.find(({ role }) => role === 'system' || role === 'developer')?.content),
      prompt: users[0] ?? '',
      later: later.map(({ content, tool_calls: calls }) => `${textOf(content)}${calls === undefined ? '' : JSON.stringify(calls)}`).join('\n'),
      hasResults: messages.some(({ role }) => role === 'tool'),
      tools: (body.tools ?? []).map(({ function: { name, parameters } }) => ({ name, input: parameters })),
      schema: body.response_format?.json_schema?.schema,
      isStream: body.stream === true,
      /** What is kept without being asked. */
      keeps: true,
    }
  },

  error: (type, message) => ({ error: { message, type, code: type, param: null } }),
  tooLong: (tokens, most) => ({ type: 'context_length_exceeded', message: `This model's maximum context length is ${most} tokens. However, your messages resulted in ${tokens} tokens.` }),
  finish: { stop: 'stop', calls: 'tool_calls', length: 'length', refusal: 'content_filter' },

  usage: ({ input, cached, output }) => ({ prompt_tokens: input, completion_tokens: output, total_tokens: input + output, prompt_tokens_details: { cached_tokens: cached } }),

  whole({ model, text, calls, finish, usage }) {
    const toolCalls = calls.length === 0 ? {} : { tool_calls: calls.map(({ name, input }, at) => ({ id: `call_${at}`, type: 'function', function: { name, arguments: input } })) }
    const message = { role: 'assistant', content: calls.length > 0 && text === '' ? null : text, ...toolCalls }
    return { id: 'chatcmpl-scripted', object: 'chat.completion', created: 1_700_000_000, model, choices: [{ index: 0, message, finish_reason: finish }], ...(usage === undefined ? {} : { usage }) }
  },

  stream({ model, text, calls, finish, usage }) {
    const chunk = (delta, reason = null) => ({ id: 'chatcmpl-scripted', object: 'chat.completion.chunk', created: 1_700_000_000, model, choices: [{ index: 0, delta, finish_reason: reason }] })
    return [
      event(undefined, chunk({ role: 'assistant', content: '' })),
      ...piecesOf(text).map((piece) => event(undefined, chunk({ content: piece }))),
      ...calls.flatMap(({ name, input }, index) => [
        event(undefined, chunk({ tool_calls: [{ index, id: `call_${index}`, type: 'function', function: { name, arguments: '' } }] })),
        ...piecesOf(input).map((piece) => event(undefined, chunk({ tool_calls: [{ index, function: { arguments: piece } }] }))),
      ]),
      event(undefined, chunk({}, finish)),
      ...(usage === undefined ? [] : [event(undefined, { ...chunk({}), choices: [], usage })]),
      event(undefined, '[DONE]'),
    ]
  },
}

export const anthropic = {
  path: '/v1/messages',
  key: (headers) => headers['x-api-key'] ?? '',

  read(body) {
    const parts = body.messages.flatMap(({ role, content }) => (typeof content === 'string' ? [{ role, type: 'text', text: content }] : content.map((part) => ({ role, ...part }))))
    const first = parts.findIndex(({ role }) => role === 'user')
    const later = parts.slice(first + 1)
    const system = typeof body.system === 'string' ? [{ text: body.system }] : (body.system ?? [])
    return {
      model: body.model,
      system: textOf(system),
      prompt: parts[first]?.text ?? '',
      later: later.map((part) => part.text ?? textOf(part.content) + (part.input === undefined ? '' : JSON.stringify(part.input))).join('\n'),
      hasResults: parts.some(({ type }) => type === 'tool_result'),
      tools: (body.tools ?? []).map(({ name, input_schema: input }) => ({ name, input })),
      schema: body.output_format?.schema ?? body.output_config?.format?.schema,
      isStream: body.stream === true,
      keeps: system.some((part) => part.cache_control !== undefined),
    }
  },

  error: (type, message) => ({ type: 'error', error: { type, message } }),
  tooLong: (tokens, most) => ({ type: 'invalid_request_error', message: `prompt is too long: ${tokens} tokens > ${most} maximum` }),
  finish: { stop: 'end_turn', calls: 'tool_use', length: 'max_tokens', refusal: 'refusal' },

  usage: ({ input, cached, kept, output }) => ({ input_tokens: input - cached - kept, cache_read_input_tokens: cached, cache_creation_input_tokens: kept, output_tokens: output }),

  whole({ model, text, calls, finish, usage }) {
    const content = [...(text === '' ? [] : [{ type: 'text', text }]), ...calls.map(({ name, input }, at) => ({ type: 'tool_use', id: `toolu_${at}`, name, input: parsed(input) }))]
    return { id: 'msg_scripted', type: 'message', role: 'assistant', model, content, stop_reason: finish, stop_sequence: null, usage: usage ?? { input_tokens: 0, output_tokens: 0 } }
  },

  stream({ model, text, calls, finish, usage }) {
    const send = (type, data) => event(type, { type, ...data })
    const block = (index, start, deltas) => [send('content_block_start', { index, content_block: start }), ...deltas.map((delta) => send('content_block_delta', { index, delta })), send('content_block_stop', { index })]
    const textBlocks = text === '' ? [] : block(0, { type: 'text', text: '' }, piecesOf(text).map((piece) => ({ type: 'text_delta', text: piece })))
    const { output_tokens: output = 0, ...input } = usage ?? { input_tokens: 0 }
    return [
      send('message_start', { message: { id: 'msg_scripted', type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage: { ...input, output_tokens: 1 } } }),
      send('ping', {}),
      ...textBlocks,
      ...calls.flatMap(({ name, input: json }, at) =>
        block(at + (text === '' ? 0 : 1), { type: 'tool_use', id: `toolu_${at}`, name, input: {} }, piecesOf(json).map((piece) => ({ type: 'input_json_delta', partial_json: piece }))),
      ),
      send('message_delta', { delta: { stop_reason: finish, stop_sequence: null }, usage: { output_tokens: output } }),
      send('message_stop', {}),
    ]
  },
}

function parsed(json) {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}
