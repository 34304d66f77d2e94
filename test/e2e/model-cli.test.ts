import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { built } from '../support/built.js'
import { GitServer } from '../support/git-server.js'
import { ScriptedModel } from '../support/scripted-model.js'

const apiKey = 'sk-never-to-be-seen-77c1'
let git: GitServer
let model: ScriptedModel
let folder: string

beforeAll(async () => {
  ;[git, model] = await Promise.all([GitServer.start(), ScriptedModel.start()])
  folder = mkdtempSync(join(tmpdir(), 'codewiki-model-'))
  git.create('o/tool', { 'README.md': '# Tool\n\nAdds numbers.\n', 'src/add.py': 'def add(a, b):\n    """Adds two numbers."""\n    return a + b\n' })
})
afterAll(async () => {
  await Promise.all([git.stop(), model.stop()])
  rmSync(folder, { recursive: true, force: true })
})

function codewiki(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<{ code: number | null; out: string; all: string }> {
  const settings = { MAIN_MODEL: 'scripted/large', LLM_BASE_URL: model.url, LLM_API_KEY: apiKey, CODEWIKI_LOG_LEVEL: 'trace', ...environment }
  const child = spawn(process.execPath, [fileURLToPath(built('main/cli.js')), ...args], {
    env: { PATH: process.env['PATH'], HOME: folder, CODEWIKI_DATA_DIR: join(folder, 'data'), CODEWIKI_ALLOW_HTTP: 'true', CODEWIKI_ALLOWED_CIDRS: '127.0.0.0/8', ...settings },
  })
  let [out, all] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (all += chunk.toString()))
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, all })))
}

describe('codewiki with a model', { timeout: 120_000 }, () => {
  it('asks the other model when the main one cannot answer, and pays once', async () => {
    await model.behave({ status: 404, model: 'scripted/large' })
    const settings = { FALLBACK_MODEL_1: 'scripted/small' }
    const first = await codewiki(['generate', git.url('o/tool')], settings)
    expect({ code: first.code, all: first.all }).toEqual({ code: 0, all: expect.stringContaining('1 model call paid') as string })
    expect((await model.calls('answered')).map((call) => call.model)).toEqual(['scripted/small'])
    const second = await codewiki(['generate', git.url('o/tool'), '--no-cache'], settings)
    expect(second.code).toBe(0)
    expect(await model.calls('answered')).toHaveLength(1)
  })

  it('says in its health whether the endpoint answers, and for whom it does not', async () => {
    await model.behave({})
    const { out } = await codewiki(['doctor'], { FALLBACK_MODEL_1: 'scripted/small', LLM_PRICES: 'scripted/large=2.5/10/0.25' })
    expect(out).toContain('✓ language model: scripted/large at http://127.0.0.1')
    expect(out).toContain('answers in a stream; it calls tools; $2.5 in, $10 out, $0.25 kept per million tokens')
    expect(out).toMatch(/scripted\/small .*; its price is not configured \(LLM_PRICES\)/)
    expect(out).toContain('✓ language model: scripted/small at http://127.0.0.1')
    const inOtherWay = { LLM_PROVIDER: 'anthropic', MAIN_MODEL: 'scripted-large' }
    expect((await codewiki(['doctor'], inOtherWay)).out).toMatch(/✓ language model: scripted-large at anthropic, http:.* it calls tools/)
    await model.behave({ status: 401 })
    const refused = await codewiki(['doctor'])
    expect(refused.code).toBe(1)
    expect(refused.out).toMatch(/✗ language model: .*status 401.*LLM_API_KEY/)
    const gone = await ScriptedModel.start()
    await gone.stop()
    expect((await codewiki(['doctor'], { LLM_BASE_URL: gone.url })).out).toContain('the connection was refused')
  })

  it('takes no half settings, and no credentials in the address', async () => {
    const half = await codewiki(['doctor'], { LLM_BASE_URL: '' })
    expect({ code: half.code, all: half.all }).toEqual({ code: 2, all: expect.stringContaining('config/missing-value') as string })
    const inAddress = await codewiki(['doctor'], { LLM_BASE_URL: `http://user:${apiKey}@127.0.0.1/v1` })
    expect({ code: inAddress.code, all: inAddress.all }).toEqual({ code: 2, all: expect.stringContaining('LLM_API_KEY') as string })
    expect(inAddress.all).not.toContain(apiKey)
  })

  it('shows the key in none of its words, whatever it logs', async () => {
    await model.behave({ status: 401 })
    git.create('o/secret', { 'src/a.py': 'def a(x):\n    """Says a."""\n    return x\n' })
    const { code, all } = await codewiki(['generate', git.url('o/secret')])
    expect(code).toBe(1)
    expect(all).toContain('documentation/model-refused')
    expect(all + (await codewiki(['config', 'show'])).all).not.toContain(apiKey)
  })
})
