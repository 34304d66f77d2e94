import { AppError } from '../../../platform/app-error.js'
import type { CitedComponent } from './cited-components.js'
import { readProse, soundProse, type Prose } from './read-prose.js'
import type { ProseScope } from './read-sentences.js'

/** One more question in the same conversation, about these violations alone: the whole answer comes back. */
export type Mend = (violations: readonly string[]) => Promise<string>

/** Asks once more when rules are broken, about those alone; whatever still breaks one is left out. Undefined when nothing is left. */
export async function proseOf(answer: string, told: Told, mend: Mend): Promise<Prose | undefined> {
  const scope = proseScope(told)
  const first = readProse(answer, scope)
  if (first.violations.length === 0) return soundProse(first)
  const repaired = await repair(first.violations, mend)
  const second = repaired === undefined ? first : readProse(repaired, scope)
  return soundProse(second.violations.length <= first.violations.length ? second : first) ?? soundProse(first)
}

/** What an answer may name. */
export interface Told {
  readonly cited: readonly CitedComponent[]
  readonly modules: readonly { readonly slug: string }[]
}

export function proseScope({ cited, modules }: Told): ProseScope {
  return { components: new Map(cited.map(({ id, component }) => [id, component])), modules: new Set(modules.map(({ slug }) => slug)) }
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
  return code === 'documentation/model-answer-unusable' || (code === 'documentation/model-refused' && kind === 'invalid')
}
