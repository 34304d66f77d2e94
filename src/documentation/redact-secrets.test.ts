import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactData } from './redact-code-map.js'
import { redactSecrets } from './redact-secrets.js'

/** Put together here, so that no scanner takes them for leaked ones. */
const letters = 'aZ3kP9xQ7mB2vN8sL5tR1wY6cD4fG0hJoEuIqXzK'
const hex = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'
const some = (length: number, from = letters) => from.repeat(8).slice(0, length)
const upper = (length: number) => some(length).toUpperCase()
const keyBody = Array.from({ length: 12 }, (_, at) => `MIIE${some(60)}`.slice(0, 64 - (at % 1))).join('\n')
const block = (kind: string, body = keyBody) => ['-----BEGIN ' + kind + '-----', body, '-----END ' + kind + '-----'].join('\n')

const secrets: readonly (readonly [what: string, text: string, secret: string])[] = [
  ['an AWS access key', `id = "${'AK' + 'IA' + upper(16)}"`, 'AK' + 'IA' + upper(16)],
  ['an AWS secret key', `aws_secret_access_key = ${some(38)}/+`, some(38)],
  ['a Google API key', `key: ${'AI' + 'za' + some(35)}`, 'AI' + 'za' + some(35)],
  ['a Google OAuth secret', `${'GOC' + 'SPX-'}${some(28)}`, some(28)],
  ['a GitHub token', `https://${'gh' + 'p_'}${some(36)}@github.com/a/b`, some(36)],
  ['a fine-grained GitHub token', `TOKEN=${'github' + '_pat_'}${some(22)}_${some(59)}`, some(59)],
  ['a GitLab token', `${'gl' + 'pat-'}${some(20)}`, some(20)],
  ['a Slack token', `${'xo' + 'xb-'}123456789012-${some(24)}`, some(24)],
  ['a Slack webhook', `curl ${'https://hooks.sl' + 'ack.com/services/'}T00000000/B00000000/${some(24)}`, some(24)],
  ['a Stripe key', `stripe = new Stripe('${'sk' + '_live_'}${some(24)}')`, some(24)],
  ['a Stripe webhook secret', `${'wh' + 'sec_'}${some(32)}`, some(32)],
  ['an npm token', `//registry.example.org/:_authToken=${'np' + 'm_'}${some(36)}`, some(36)],
  ['a PyPI token', `${'py' + 'pi-AgE'}IcHlwaS5vcmc${some(60)}`, some(60)],
  ['an OpenAI key', `OPENAI=${'sk' + '-proj-'}${some(48)}`, some(48)],
  ['an old OpenAI key', `${'sk' + '-'}${some(20)}${'T3Blbk' + 'FJ'}${some(20)}`, 'T3Blbk' + 'FJ'],
  ['an Anthropic key', `x-api-key: ${'sk' + '-ant-'}api03-${some(90)}`, some(90)],
  ['a JSON Web Token', `${'ey' + 'J'}${some(20)}.${'ey' + 'J'}${some(40)}.${some(43)}`, some(43)],
  ['a SendGrid key', `${'S' + 'G.'}${some(22)}.${some(43)}`, some(43)],
  ['a Telegram token', `1234567890:${'A' + 'A'}${some(33)}`, some(33)],
  ['a Hugging Face token', `${'h' + 'f_'}${some(34)}`, some(34)],
  ['a DigitalOcean token', `${'do' + 'p_v1_'}${some(64, hex)}`, hex],
  ['an Azure storage key', `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${some(86)}==;`, some(86)],
  ['a password in an address', 'DATABASE_URL=postgres://app:' + 's3cr3tPa55' + '@db.internal:5432/app', 's3cr3tPa55'],
  ['a bearer token', `Authorization: Bearer ${some(40)}`, some(40)],
  ['a quoted secret', `const clientSecret: string = '${some(32)}'`, some(32)],
  ['a secret of JSON', `{"api_key": "${some(24)}", "id": 1}`, some(24)],
  ['a secret of YAML', `  password: ${some(20)}\n  user: x`, some(20)],
  ['a secret of XML', `<password>${some(20)}</password>`, some(20)],
  ['a secret of Ruby', `:secret_key_base => "${hex}"`, hex],
  ['a secret as an argument', `run --token ${some(40, hex)}`, some(40, hex)],
  ['a private key', `a\n${block('RSA PRIVATE KEY')}\nb`, `MIIE${some(20)}`],
  ['an OpenSSH key in a comment', block('OPENSSH PRIVATE KEY', keyBody.replaceAll('\n', '\n * ')), some(20)],
  ['a private key in a string', `"private_key": "${block('PRIVATE KEY').replaceAll('\n', '\\n')}\\n"`, some(20)],
  ['a private key that is cut off', block('EC PRIVATE KEY').slice(0, 300), `MIIE${some(20)}`],
  ['a PGP key', block('PGP PRIVATE KEY BLOCK', `Version: x\n\n${keyBody}`), some(20)],
]

const harmless: readonly string[] = [
  'id: 550e8400-e29b-41d4-a716-446655440000',
  `"resolved": "https://registry.example.org/a/-/a-1.0.0.tgz#${hex.slice(0, 40)}", "integrity": "sha512-${some(86)}=="`,
  `<img src="data:image/png;base64,iVBORw0KGgo${some(200)}">`,
  'api_key = "YOUR_API_KEY"',
  'API_KEY=your-api-key-goes-here-1234',
  'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  'password: ${DB_PASSWORD}',
  'const token = process.env.GITHUB_TOKEN2',
  'token = request.headers.get("X-Auth-Token-2024")',
  'const accessToken = await this.tokenService.createAccessToken2(user)',
  'postgres://user:password@localhost/db',
  'https://example.com:8080/@scope/name',
  'secret = "correct horse battery staple"',
  'passwordHash = "' + hex + '"',
  'if (text.includes("-----BEGIN RSA PRIVATE KEY-----")) {\n  return text.split("\\n").map(parseTheKey)\n}\nconst last = "-----END RSA PRIVATE KEY-----"',
  block('PUBLIC KEY'),
  'The token bucket has 16 tokens and refills 4 of them every second.',
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
  'Authorization: Bearer <token>',
  'token: "CancellationTokenSource2Factory"',
  'sk-learn and risk-averse task-force-12345678901234567890',
  'secretName: app-database-credentials-v2',
  `commit ${hex.slice(0, 40)}`,
  'private_key_path: /etc/ssl/private/server-2048.key',
  'Initial apiKey Optional[6234567890123] does not match',
  'scheme://[user][:pass]@host:port[/db]',
  'csrf_token = form.hidden_field("csrf_token_v2_field")',
]

describe('redaction', () => {
  it.each(secrets)('takes out %s, and keeps the lines', (_, text, secret) => {
    const redacted = redactSecrets(text)
    expect(text).toContain(secret)
    expect(redacted).not.toContain(secret)
    expect(redacted).toContain('[redacted ')
    expect(redacted.split('\n')).toHaveLength(text.split('\n').length)
    expect(redactSecrets(redacted)).toBe(redacted)
  })

  it.each(harmless)('leaves %s', (text) => expect(redactSecrets(text)).toBe(text))

  it('keeps what stands around a secret', () => {
    expect(redactSecrets(`a\n${block('RSA PRIVATE KEY')}\nb`)).toMatch(/^a\n\[redacted private key\]\n+b$/)
    expect(redactSecrets(`key="${'np' + 'm_'}${some(36)}" # mine`)).toBe('key="[redacted npm token]" # mine')
  })

  it('keeps the lines of any text', () => {
    const piece = fc.constantFrom(...secrets.map(([, text]) => text), ...harmless, '\n', 'token=', '-----BEGIN PRIVATE KEY-----', '"')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        expect(redactSecrets(text).split('\n')).toHaveLength(text.split('\n').length)
      }),
      { numRuns: 300 },
    )
  })

  it.each(['a', 'token=', 'token: ', '://a:', 'eyJa.', '-----BEGIN PRIVATE KEY-----\n', 'sk-ant-a-', 'password', 'Bearer ', 'x-', ' ', '\n', 'secret:s ', '"', 'A'.repeat(31) + '\n'])(
    'takes time that grows with the text alone, also for many %j',
    (piece) => {
      // Of the processor, and the best of three: what else the machine does is no part of it.
      const milliseconds = (length: number) => {
        const text = piece.repeat(length / piece.length)
        const times = [1, 2, 3].map(() => {
          const start = process.cpuUsage()
          redactSecrets(text)
          return process.cpuUsage(start).user / 1_000
        })
        return Math.min(...times)
      }
      milliseconds(50_000)
      expect(milliseconds(800_000)).toBeLessThan(Math.max(milliseconds(100_000), 15) * 8 * 5)
    },
  )

  it('goes through plain data, and gives back the same object where there is nothing', () => {
    const plain = { files: [{ path: 'a', doc: 'x' }], note: 1, none: undefined }
    expect(redactData(plain)).toBe(plain)
    const told = { settings: [{ name: 'API_KEY', default: some(30), line: 3 }, plain], id: `token=${some(30)}` }
    const redacted = redactData(told)
    expect(redacted).toEqual({ settings: [{ name: 'API_KEY', default: '[redacted secret]', line: 3 }, plain], id: told.id })
    expect(redacted.settings[1]).toBe(plain)
  })
})
