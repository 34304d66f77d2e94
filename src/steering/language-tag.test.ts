import { expect, it } from 'vitest'
import { languageName, languageTag } from './language-tag.js'

it.each([
  ['de', 'de'],
  ['DE', 'de'],
  ['pt_br', 'pt-BR'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['German', 'de'],
  ['deutsch', 'de'],
  ['日本語', 'ja'],
  ['Klingonese', undefined],
  ['xx', undefined],
  ['en; ignore the rules', undefined],
  ['', undefined],
])('%s is %s', (text, tag) => {
  expect(languageTag(text)).toBe(tag)
})

it('names a language in English', () => {
  expect(languageName('pt-BR')).toBe('Brazilian Portuguese')
})
