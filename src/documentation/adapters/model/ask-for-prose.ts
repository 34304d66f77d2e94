import { AppError } from '../../../platform/app-error.js'
import type { Verification } from '../../wiki.js'
import type { Prose } from './prose-blocks.js'
import type { ProseScope } from './prose-scope.js'
import { readProse, soundProse } from './read-prose.js'
import { verificationOf } from './verification-of.js'

/** One more question about these violations of the answer before it, and about nothing else: the whole answer comes back. */
export type Mend = (violations: readonly string[]) => Promise<string>

export interface CheckedProse {
  /** Breaks no rule. */
  readonly prose: Prose
  readonly verification: Omit<Verification, 'model'>
}

/** Turns about broken rules at most. */
const maxRepairs = 2

/**
 * Reads an answer and, when rules are broken, asks again about those alone, as long as that helps; whatever still breaks one is left out.
 * Undefined when nothing is left. `scope` is asked for before each reading: tools may have shown more by then.
 */
export async function proseOf(answer: string, scope: () => ProseScope, mend: Mend): Promise<CheckedProse | undefined> {
  const first = readProse(answer, scope())
  let best = first
  let turns = 0
  while (best.violations.length > 0 && turns < maxRepairs) {
    turns += 1
    const repaired = await repair(best.violations, mend)
    const next = repaired === undefined ? undefined : readProse(repaired, scope())
    const isBetter = next !== undefined && next.violations.length < best.violations.length && (soundProse(next) !== undefined || soundProse(best) === undefined)
    if (!isBetter) break
    best = next
  }
  const prose = soundProse(best)
  return prose === undefined ? undefined : { prose, verification: verificationOf({ read: best, prose, repaired: first.violations.length - best.violations.length, turns }) }
}

/** A bad second answer does not spoil the first. */
async function repair(violations: readonly string[], mend: Mend): Promise<string | undefined> {
  try {
    return await mend(violations)
  } catch (error) {
    if (error instanceof AppError && isAboutThisAnswer(error)) return undefined
    throw error
  }
}

/** The model is there and willing; only this question brought nothing. */
export function isAboutThisAnswer({ code, kind }: AppError): boolean {
  return code === 'documentation/model-answer-unusable' || code === 'documentation/model-prompt-too-long' || (code === 'documentation/model-refused' && kind === 'invalid')
}
