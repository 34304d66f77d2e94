import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runCli } from '../support/run-cli.js'

const folder = mkdtempSync(join(tmpdir(), 'codewiki-cli-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const codewiki = (...args: string[]) => runCli(folder, args)

describe('codewiki config', () => {
  it('sets, shows with the origin, and validates what is in the project file', async () => {
    expect(await codewiki('config', 'set', 'queueSize', '7')).toMatchObject({ code: 0, out: 'queueSize = 7 in codewiki.config.json\n' })
    const { out } = await codewiki('config', 'show', '--origin')
    expect(out).toMatch(/^queueSize +7 +codewiki\.config\.json +Jobs that may wait/m)
    expect(out).toMatch(/^dataDir .* CODEWIKI_DATA_DIR /m)
    expect(await codewiki('config', 'validate')).toMatchObject({ code: 0, out: expect.stringContaining('queueSize from codewiki.config.json') as string })
  })

  it('takes the flags of the original, but no key', async () => {
    expect(await codewiki('config', 'set', '--main-model', 'some-model', '--base-url', 'https://llm.example/v1')).toMatchObject({ code: 0 })
    const refused = await codewiki('config', 'set', '--api-key', 'hunter2')
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('LLM_API_KEY') as string })
    expect(refused.err + refused.out).not.toContain('hunter2')
  })

  it('ends with 2 and names the key and the nearest one when the file has an unknown key; so does every command', async () => {
    writeFileSync(join(folder, 'codewiki.config.json'), '{ "queueSzie": 7 }')
    for (const args of [['config', 'validate'], ['jobs', 'list']]) {
      const { code, err } = await codewiki(...args)
      expect(code).toBe(2)
      expect(err).toContain('Unknown key in codewiki.config.json: queueSzie. [config/unknown-key]\nDid you mean queueSize?')
    }
    rmSync(join(folder, 'codewiki.config.json'))
  })
})

describe('codewiki serve', () => {
  it('ends with 2 and says what to do when it cannot listen where it was told to, and leaves nothing behind', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const taken = await codewiki('serve', '--port', String(port))
    expect(taken).toMatchObject({ code: 2, err: expect.stringContaining(`Port ${port} is in use already. [server/port-in-use]`) as string })
    expect(taken.err).toContain('--port')
    expect(await codewiki('serve', '--host', '192.0.2.1', '--port', String(port))).toMatchObject({ code: 2, err: expect.stringContaining('[server/no-such-address]') as string })
    other.close()
  })
})

describe('codewiki completion', () => {
  it('ends without a word when nobody reads on', async () => {
    const { out, err } = await runCli(folder, ['config', 'show'], {}, { under: ['sh', '-c', '"$@" | head -n 1', 'sh'] })
    expect(out.split('\n')).toHaveLength(2)
    expect(err).toBe('')
  })

  it('completes commands, their commands and their options in bash', async () => {
    const { out } = await codewiki('completion', 'bash')
    const complete = (...words: string[]) =>
      execFileSync('bash', ['-c', `${out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _codewiki; echo "\${COMPREPLY[@]}"`, 'bash', 'codewiki', ...words], { encoding: 'utf8' }).trim()
    expect(complete('gen')).toBe('generate')
    expect(complete('jobs', '')).toContain('list show cancel retry pause resume prioritise watch')
    expect(complete('generate', '--git')).toBe('--github-pages')
    expect(complete('generate', '.', '--out')).toBe('--output')
  })

  it('knows zsh and fish, and says so of no other shell', async () => {
    expect((await codewiki('completion', 'zsh')).out).toContain('bashcompinit')
    expect((await codewiki('completion', 'fish')).out).toContain("complete -c codewiki -n '__fish_use_subcommand' -a 'serve worker migrate-store generate")
    expect(await codewiki('completion', 'tcsh')).toMatchObject({ code: 2, err: expect.stringContaining('bash, zsh and fish') as string })
  })
})
