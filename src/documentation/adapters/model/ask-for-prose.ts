import { AppError } from '../../../platform/app-error.js'
import type { Verification } from '../../wiki.js'
import type { Prose } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'
import { repairPrompt } from './prompts.js'
import { readProse, soundProse } from './read-prose.js'
import { verificationOf } from './verification-of.js'

/** One question to the model: prompt in, text out. */
export type Ask = (prompt: string) => Promise<string>

export interface CheckedProse {
  /** Breaks no rule. */
  readonly prose: Prose
  readonly verification: Omit<Verification, 'model'>
}

/** Turns about broken rules at most. */
const maxRepairs = 2

/**
 * Asks once and, when rules are broken, again about those alone, as long as that helps; whatever still breaks one is left out. Undefined
 * when nothing is left. `scope` is asked for after each answer: tools may have shown more by then.
 * @throws what `ask` throws the first time
 */
export async function askForProse(prompt: string, scope: () => ProseScope, ask: Ask): Promise<CheckedProse | undefined> {
  let answer = await ask(prompt)
  const first = readProse(answer, scope())
  let best = first
  let turns = 0
  while (best.violations.length > 0 && turns < maxRepairs) {
    turns += 1
    const repaired = await repair(repairPrompt(prompt, answer, best.violations), ask)
    const next = repaired === undefined ? undefined : readProse(repaired, scope())
    const isBetter = next !== undefined && next.violations.length < best.violations.length && (soundProse(next) !== undefined || soundProse(best) === undefined)
    if (!isBetter || repaired === undefined) break
    ;[best, answer] = [next, repaired]
  }
  const prose = soundProse(best)
  return prose === undefined ? undefined : { prose, verification: verificationOf({ read: best, prose, repaired: first.violations.length - best.violations.length, turns }) }
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
export function isAboutThisAnswer({ code, kind }: AppError): boolean {
  return code === 'documentation/model-answer-unusable' || (code === 'documentation/model-refused' && kind === 'invalid')
}
