import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig, type ConfigSources } from './config.js'
import { setConfigValue } from './config-file.js'

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
