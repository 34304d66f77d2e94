import { expect, test } from 'vitest'
import { settingValue, withoutSecrets } from './setting-value.js'

test.each([
  ['API_KEY', 'abc', undefined],
  ['PORT', '8080', '8080'],
  ['URL', 'postgres://me:hunter2@host/db', 'postgres://me:…@host/db'],
  ['EMPTY', '', undefined],
])('keeps of %s=%s only what is no secret', (name, value, expected) => {
  expect(settingValue(name, value)).toBe(expected)
})

test.each([
  ['TOKEN = os.environ.get("TOKEN", "hunter2")', 'TOKEN = os.environ.get("…", "…")'],
  ["export const apiKey = 'a\\'b' + `c`", "export const apiKey = '…' + `…`"],
  ['MAX_TOKENS = "many"', 'MAX_TOKENS = "many"'],
  ['const tokenizer = "bpe"', 'const tokenizer = "bpe"'],
  ['PASSWORD = 3', 'PASSWORD = 3'],
])('tells the line %j of a constant as %j', (signature, expected) => {
  expect(withoutSecrets(signature)).toBe(expected)
})
