import { AppError } from '../../../platform/app-error.js'
import type { FactsSheet } from './facts-sheet.js'
import { repairPrompt } from './prompts.js'
import { readProse, soundProse, type Prose } from './read-prose.js'

/** One question to the model: prompt in, text out. */
export type Ask = (prompt: string) => Promise<string>

/**
 * Asks once and, when rules are broken, once more about those alone; whatever still breaks one is left out. Undefined when nothing is left.
 * @throws what `ask` throws the first time
 */
export async function askForProse(prompt: string, sheet: FactsSheet, ask: Ask): Promise<Prose | undefined> {
  const scope = {
    components: new Map(sheet.cited.map(({ id, component }) => [id, component])),
    modules: new Set(sheet.modules.map(({ slug }) => slug)),
  }
  const answer = await ask(prompt)
  const first = readProse(answer, scope)
  if (first.violations.length === 0) return soundProse(first)
  const repaired = await repair(repairPrompt(prompt, answer, first.violations), ask)
  const second = repaired === undefined ? first : readProse(repaired, scope)
  return soundProse(second.violations.length <= first.violations.length ? second : first) ?? soundProse(first)
}

/** A bad second answer does not spoil the first. */
async function repair(prompt: string, ask: Ask): Promise<string | undefined> {
  try {
    return await ask(prompt)
  } catch (error) {
    if (error instanceof AppError && isAboutThisAnswer(error)) return undefined
    throw error
  }
}

/** The model is there and willing; only this question brought nothing. */
function isAboutThisAnswer({ code, kind }: AppError): boolean {
  return code === 'documentation/model-answer-unusable' || (code === 'documentation/model-refused' && kind === 'invalid')
}
