import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig, type ConfigSources } from './config.js'
import { setConfigValue } from './config-file.js'
import { composePrices, unpricedModels } from './model-prices.js'
import { configuredModels, endpointOf, fallbackModels, routeOf } from './model-settings.js'

const folder = mkdtempSync(join(tmpdir(), 'codewiki-config-'))
const file = join(folder, 'codewiki.config.json')
beforeEach(() => rmSync(file, { force: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (sources: Partial<ConfigSources> = {}) => readConfig({ env: {}, flags: {}, file, ...sources })
const originOf = (key: string, sources: Partial<ConfigSources>) => read(sources).entries.find((entry) => entry.key === key)?.origin
const written = (): unknown => JSON.parse(readFileSync(file, 'utf8'))
const failure = (code: string, key: string, message: RegExp) => expect.objectContaining({ code, kind: 'invalid', details: expect.objectContaining({ key }) as object, message: expect.stringMatching(message) as string })

describe('the settings', () => {
  it('have the defaults of the original', () => {
    expect(read().config).toMatchObject({
      host: '127.0.0.1',
      port: 8_000,
      queueSize: 100,
      cacheExpiryDays: 365,
      cloneTimeoutSeconds: 300,
      retryCooldownMinutes: 3,
      jobCleanupHours: 24_000,
      mainModel: undefined,
    })
  })

  it('take the variables of the original too, and never show a key', () => {
    const env = { MAIN_MODEL: 'm', CLUSTER_MODEL: 'c', FALLBACK_MODEL_1: 'f', LLM_BASE_URL: 'https://llm.example/v1', LLM_API_KEY: 'hunter2', QUEUE_SIZE: '7', CACHE_EXPIRY_DAYS: '30' }
    const { config, entries } = read({ env })
    expect(config).toMatchObject({ mainModel: 'm', clusterModel: 'c', fallbackModel: 'f', llmBaseUrl: 'https://llm.example/v1', llmApiKey: 'hunter2', queueSize: 7, cacheExpiryDays: 30 })
    expect(JSON.stringify(entries)).not.toContain('hunter2')
  })

  it('come from flags, else the environment, else the file, else the defaults, and say so', () => {
    writeFileSync(file, '{ "port": 1111, "localRoots": ["/a", "/b"], "allowHttp": true }')
    const [env, flags] = [{ CODEWIKI_PORT: '2222' }, { port: '3333' }]
    expect(read({ env, flags }).config).toMatchObject({ port: 3_333, localRoots: ['/a', '/b'], allowHttp: true })
    expect(originOf('port', { env, flags })).toBe('flag')
    expect(originOf('port', { env })).toBe('CODEWIKI_PORT')
    expect(originOf('port', {})).toBe(file)
    expect(originOf('host', {})).toBe('default')
  })

  it.each([
    [{ env: { CODEWIKI_QUEU_SIZE: '1' } }, '', failure('config/unknown-key', 'CODEWIKI_QUEU_SIZE', /environment variable: CODEWIKI_QUEU_SIZE/), 'Did you mean CODEWIKI_QUEUE_SIZE?'],
    [{}, '{ "queuesize": 1 }', failure('config/unknown-key', 'queuesize', /key in .*: queuesize/), 'Did you mean queueSize?'],
    [{}, '{ "somethingElse": 1 }', failure('config/unknown-key', 'somethingElse', /somethingElse/), 'config show'],
    [{}, '{ "port": 99999 }', failure('config/invalid-value', 'port', /^port in .* is not valid/), 'Port to listen on'],
    [{ flags: { port: 'x' } }, '', failure('config/invalid-value', 'port', /^--port is not valid/), 'Port to listen on'],
    [{ env: { CODEWIKI_ALLOWED_CIDRS: '10.0.0.0' } }, '', failure('config/invalid-value', 'allowedCidrs', /^CODEWIKI_ALLOWED_CIDRS is not valid: each must be a network/), 'Private networks'],
  ])('that are wrong are refused by name: %j %s', (sources, content, expected, advice) => {
    if (content !== '') writeFileSync(file, content)
    expect(() => read(sources)).toThrow(expected)
    expect(() => read(sources)).toThrow(expect.objectContaining({ advice: expect.stringContaining(advice) as string }))
  })

  it('in a file that is no JSON object are refused', () => {
    for (const content of ['{', '[]', '7']) {
      writeFileSync(file, content)
      expect(() => read()).toThrow(expect.objectContaining({ code: 'config/invalid-file' }))
    }
  })
})

describe('the settings of models', () => {
  const endpoint = { LLM_BASE_URL: 'https://llm.example/v1', LLM_API_KEY: 'key-of-llm' }
  const at = (model: string, env: Readonly<Record<string, string>>) => {
    const { config } = read({ env: { MAIN_MODEL: model, ...env } })
    const route = routeOf(model, config)
    return { model: route.model, ...endpointOf(route.provider, config) }
  }

  it.each<[string, Record<string, string>, object]>([
    ['anthropic/claude', endpoint, { provider: 'openai-compatible', model: 'anthropic/claude', baseUrl: 'https://llm.example/v1', apiKey: 'key-of-llm' }],
    ['llama3:8b', endpoint, { provider: 'openai-compatible', model: 'llama3:8b' }],
    ['claude', { LLM_PROVIDER: 'anthropic', LLM_API_KEY: 'k' }, { provider: 'anthropic', model: 'claude', apiKey: 'k', baseUrl: undefined }],
    ['claude', { LLM_PROVIDER: 'anthropic', ANTHROPIC_API_KEY: 'own', ...endpoint, LLM_API_KEY: '' }, { provider: 'anthropic', apiKey: 'own', baseUrl: 'https://llm.example/v1' }],
    ['anthropic:claude', { ...endpoint, ANTHROPIC_API_KEY: 'own' }, { provider: 'anthropic', model: 'claude', apiKey: 'own', baseUrl: undefined }],
    ['openai:gpt', { OPENAI_API_KEY: 'own' }, { provider: 'openai', model: 'gpt', apiKey: 'own' }],
    ['google:gemini', { GEMINI_API_KEY: 'own' }, { provider: 'google', model: 'gemini', apiKey: 'own' }],
    ['azure:mine', { AZURE_API_KEY: 'own', AZURE_RESOURCE_NAME: 'res', AZURE_API_VERSION: '2024-10-21' }, { provider: 'azure', model: 'mine', resourceName: 'res', apiVersion: '2024-10-21' }],
    ['bedrock:eu.anthropic.claude-v2:0', { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, { provider: 'bedrock', model: 'eu.anthropic.claude-v2:0', region: 'eu-west-1', keys: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: undefined } }],
    ['bedrock:x', { AWS_DEFAULT_REGION: 'eu-west-1', AWS_BEARER_TOKEN_BEDROCK: 'own' }, { provider: 'bedrock', keys: { apiKey: 'own' } }],
  ])('say where %s is, with %j', (model, env, expected) => {
    expect(at(model, env)).toMatchObject(expected)
  })

  it.each<[Record<string, string>, string]>([
    [{ MAIN_MODEL: 'm' }, 'LLM_BASE_URL'],
    [{ MAIN_MODEL: 'claude', LLM_PROVIDER: 'anthropic' }, 'ANTHROPIC_API_KEY'],
    [{ MAIN_MODEL: 'm', ...endpoint, FALLBACK_MODEL_1: 'anthropic:claude' }, 'ANTHROPIC_API_KEY'],
    [{ MAIN_MODEL: 'm', ...endpoint, CLUSTER_MODEL: 'azure:mine', AZURE_API_KEY: 'own' }, 'AZURE_RESOURCE_NAME'],
    [{ MAIN_MODEL: 'bedrock:x' }, 'AWS_REGION'],
    [{ MAIN_MODEL: 'bedrock:x', AWS_REGION: 'eu-west-1' }, 'AWS_ACCESS_KEY_ID'],
    [{ MAIN_MODEL: 'claude', LLM_PROVIDER: 'anthropic', LLM_API_KEY: 'k', FALLBACK_MODEL_1: 'openai-compatible:m' }, 'LLM_BASE_URL'],
  ])('that leave a model out of reach are refused by what is missing: %j', (env, key) => {
    expect(() => read({ env })).toThrow(expect.objectContaining({ code: 'config/missing-value', details: { key }, advice: expect.stringContaining(key) as string }))
  })

  it('show no key of any provider', () => {
    const names = ['LLM_API_KEY', 'OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'AZURE_API_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_BEARER_TOKEN_BEDROCK']
    expect(JSON.stringify(read({ env: Object.fromEntries(names.map((name) => [name, 'hunter2'])) }).entries)).not.toContain('hunter2')
  })

  it('name fallbacks one by one or in a list, in order, each once', () => {
    const { config } = read({ env: { FALLBACK_MODEL_1: 'a, b', FALLBACK_MODEL_2: 'b', FALLBACK_MODEL_3: 'c' } })
    expect(fallbackModels(config)).toEqual(['a', 'b', 'c'])
    expect(configuredModels(config)).toEqual([])
    expect(configuredModels({ ...config, mainModel: 'b' })).toEqual(['b', 'a', 'c'])
  })
})

describe('the prices of models', () => {
  const models = { LLM_BASE_URL: 'https://llm.example/v1', MAIN_MODEL: 'big-model', CLUSTER_MODEL: 'small-model', FALLBACK_MODEL_1: 'anthropic:claude, spare=1', ANTHROPIC_API_KEY: 'own' }
  const usual = { LLM_PRICE_INPUT: '1', LLM_PRICE_OUTPUT: '4', LLM_PRICE_CACHED_INPUT: '0.1' }
  const priced = (env: Readonly<Record<string, string>>) => {
    const { config } = read({ env: { ...models, ...env } })
    return Object.fromEntries(configuredModels(config).map((model) => [model, composePrices(config)(model)]))
  }

  it('are those of each model, and for the others those of all', () => {
    expect(priced({ ...usual, LLM_PRICES: 'big-model=2.5/10/0.25, anthropic:claude = 3 / 15, spare=1=.5/2' })).toEqual({
      'big-model': { input: 2.5, output: 10, cachedInput: 0.25 },
      'small-model': { input: 1, output: 4, cachedInput: 0.1 },
      'anthropic:claude': { input: 3, output: 15, cachedInput: undefined },
      'spare=1': { input: 0.5, output: 2, cachedInput: undefined },
    })
  })

  it('are unknown for a model that nobody priced, which is told by its name', () => {
    const { config } = read({ env: { ...models, LLM_PRICES: 'big-model=2/10,anthropic:claude=3/15' } })
    expect(unpricedModels(config)).toEqual(['small-model', 'spare=1'])
    expect(unpricedModels(read({ env: { ...models, ...usual } }).config)).toEqual([])
  })

  it('go by the model, whichever way it is named', () => {
    const { config } = read({ env: { MAIN_MODEL: 'gpt', LLM_PROVIDER: 'openai', LLM_API_KEY: 'k', LLM_PRICES: 'openai:gpt=2/10' } })
    expect(['gpt', 'openai:gpt', 'openai-compatible:gpt'].map((model) => composePrices(config)(model)?.input)).toEqual([2, 2, undefined])
  })

  it('stand in the file as a text or a list, and are written there as one', async () => {
    await setConfigValue(file, 'llm-prices', 'big-model=2/10, small-model=0.15/0.6')
    expect(written()).toEqual({ llmPrices: ['big-model=2/10', 'small-model=0.15/0.6'] })
    expect(priced({})).toMatchObject({ 'big-model': { input: 2 }, 'small-model': { output: 0.6 } })
    writeFileSync(file, '{ "llmPrices": "big-model=7/8" }')
    expect(priced({})).toMatchObject({ 'big-model': { input: 7, output: 8 } })
  })

  it.each([
    ['big-model', 'big-model is not a price as model=input/output', 'Prices of single models'],
    ['big-model=2', 'big-model=2 is not a price as model=input/output', ''],
    ['big-model=1/2/3/4', 'is not a price', ''],
    ['=1/2', '=1/2 is not a price', ''],
    ['big-model=2/ten', 'the price "ten" of big-model is no number', ''],
    ['big-model=2/-10', 'the price -10 of big-model is negative', ''],
    ['bgi-model=2/10', 'the price of bgi-model, but no setting names that model', 'Did you mean big-model?'],
    ['something-else-entirely=2/10', 'no setting names that model', 'The models are big-model, small-model, anthropic:claude, spare=1.'],
    ['big-model=2/10,openai-compatible:big-model=3/10', 'LLM_PRICES tells two prices of openai-compatible:big-model', 'Take one of them out'],
  ])('that say nothing are refused: %s', (text, message, advice) => {
    const wrong = () => read({ env: { ...models, LLM_PRICES: text } })
    expect(wrong).toThrow(expect.objectContaining({ code: 'config/invalid-value', message: expect.stringContaining(message) as string, advice: expect.stringContaining(advice) as string }))
  })

  it('wait for a model: without one, none is missing', () => {
    expect(read({ env: { LLM_PRICES: 'big-model=2/10' } }).config.llmPrices).toEqual(['big-model=2/10'])
  })
})

describe('setting one', () => {
  it('writes it as JSON has it, under any of its names, and takes it out again', async () => {
    await setConfigValue(file, 'queueSize', '50')
    await setConfigValue(file, 'allow-http', 'true')
    await setConfigValue(file, 'CODEWIKI_ALLOWED_HOSTS', 'a.example, b.example')
    await setConfigValue(file, 'dataDir', './there')
    expect(written()).toEqual({ queueSize: 50, allowHttp: true, allowedHosts: ['a.example', 'b.example'], dataDir: './there' })
    expect(read().config).toMatchObject({ queueSize: 50, allowHttp: true, allowedHosts: ['a.example', 'b.example'], dataDir: resolve('there') })
    await setConfigValue(file, 'queue-size', undefined)
    expect(written()).not.toHaveProperty('queueSize')
  })

  it.each([
    ['queSize', '5', 'config/unknown-key'],
    ['queueSize', 'many', 'config/invalid-value'],
    ['llm-api-key', 'hunter2', 'config/secret-in-file'],
  ])('writes nothing that a start would refuse: %s %s', async (name, text, code) => {
    await setConfigValue(file, 'port', '8080')
    await expect(setConfigValue(file, name, text)).rejects.toThrow(expect.objectContaining({ code }))
    await expect(setConfigValue(file, name, text)).rejects.not.toThrow(/hunter2/)
    expect(written()).toEqual({ port: 8_080 })
  })
})
