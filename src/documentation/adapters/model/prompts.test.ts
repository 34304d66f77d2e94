import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { prompts, promptsFolder } from '../../../../test/support/prompts.js'
import { readPrompts } from './prompts.js'

/** A copy of the prompts, one of them changed. */
function changed(step: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'prompts-'))
  cpSync(promptsFolder, folder, { recursive: true })
  const file = join(folder, `${step}.md`)
  writeFileSync(file, change(readFileSync(file, 'utf8')))
  return folder
}

describe('prompts in files', () => {
  it('take values at their placeholders, and look at no value again', () => {
    expect(prompts.render('repair', { violations: '1. {{violations}} {{title}}' })).toBe('Fix only these, and give the whole answer again without any remark:\n1. {{violations}} {{title}}')
  })

  it('are refused with a placeholder that nothing is known of, or without one that there has to be', () => {
    expect(() => readPrompts(changed('repair', (text) => `${text}{{answer}}`))).toThrow('repair.md does not have the placeholders of its step; unknown: {{answer}}.')
    expect(() => readPrompts(changed('summarise', (text) => text.replace('{{facts}}', '')))).toThrow('missing: {{facts}}')
  })

  it('have a version that changes with any of them', () => {
    expect(readPrompts(changed('continue', (text) => text)).version).toBe(prompts.version)
    expect(readPrompts(changed('continue', (text) => `${text} Please.`)).version).not.toBe(prompts.version)
  })
})
