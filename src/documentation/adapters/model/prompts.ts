import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../../../platform/sha256.js'

/** The steps, each a file `<step>.md` of `src/documentation/prompts`, and what is put in for their `{{placeholders}}`. See docs/prompts.md. */
const placeholders = {
  system: ['repository', 'wishes', 'modules'],
  'write-leaf': ['title', 'words', 'facts', 'notes', 'source'],
  'write-parent': ['title', 'words', 'facts', 'notes', 'source'],
  'write-overview': ['words', 'facts', 'notes', 'source'],
  'write-topic': ['title', 'task', 'words', 'facts'],
  summarise: ['title', 'words', 'facts', 'source'],
  'use-tools': ['turns'],
  'stop-tools': [],
  continue: [],
  repair: ['violations'],
  plan: ['repository'],
  'divide-modules': ['modules', 'files'],
  'name-modules': ['modules'],
} as const

export type PromptStep = keyof typeof placeholders
export type PromptValues<Step extends PromptStep> = Readonly<Record<(typeof placeholders)[Step][number], string>>

export interface Prompts {
  /** Hash of all files' contents. */
  readonly version: string
  render<Step extends PromptStep>(step: Step, values: PromptValues<Step>): string
}

const steps = Object.keys(placeholders) as PromptStep[]
const placeholder = /\{\{([^{}]*)\}\}/g

/** @throws Error naming the file whose placeholders are not those of its step */
export function readPrompts(folder: string): Prompts {
  const texts = new Map(steps.map((step) => [step, readFileSync(join(folder, `${step}.md`), 'utf8').trimEnd()]))
  for (const [step, text] of texts) checkPlaceholders(step, text)
  return {
    version: sha256(JSON.stringify([...texts]), 16),
    // What is put in is not looked at again: text of a repository may hold `{{anything}}`.
    render: (step, values) => (texts.get(step) ?? '').replace(placeholder, (_all, name: string) => (values as Readonly<Record<string, string>>)[name] ?? ''),
  }
}

function checkPlaceholders(step: PromptStep, text: string): void {
  const [found, wanted] = [new Set([...text.matchAll(placeholder)].map(([, name = '']) => name)), new Set<string>(placeholders[step])]
  const wrong = [...[...found].filter((name) => !wanted.has(name)).map((name) => `unknown: {{${name}}}`), ...[...wanted].filter((name) => !found.has(name)).map((name) => `missing: {{${name}}}`)]
  if (wrong.length > 0) throw new Error(`The prompt ${step}.md does not have the placeholders of its step; ${wrong.join(', ')}.`)
}
