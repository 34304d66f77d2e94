import { modelErrors, type ModelTurn, type TextAnswer, type TextRequest } from '../../text-model.js'
import type { Prompts } from './prompts.js'
import type { Toolbox } from './tools/toolbox.js'

/** One call to the model. */
export type Complete = (request: TextRequest) => Promise<TextAnswer>

export interface ConversationDeps {
  readonly complete: Complete
  readonly prompts: Pick<Prompts, 'render'>
  /** Undefined: the model has to answer at once. */
  readonly tools: Toolbox | undefined
}

export interface FinishedConversation {
  /** The whole answer; where the model could not bring it to an end, up to its last whole sentence. */
  readonly text: string
  readonly isCut: boolean
  /** The conversation so far, so that one can go on with it. */
  readonly request: TextRequest
}

/** Turns with look-ups at most, and characters of their results, all of which are sent again with each turn. */
export const toolLimits = { turns: 6, characters: 60_000 } as const

/**
 * Answers what the model wants to look up until it writes. When its turns are used up it is told so, once; an answer that was cut at its
 * limit is continued, once.
 * @throws what the model throws; `documentation/model-answer-unusable` when it only ever looks things up
 */
export async function converse(first: TextRequest, { complete, prompts, tools }: ConversationDeps): Promise<FinishedConversation> {
  let request: TextRequest = tools === undefined ? first : { ...first, tools: tools.definitions }
  let characters = 0
  for (let turn = 1; ; turn += 1) {
    const answer = await complete(request)
    if (answer.calls.length === 0) return orContinued(request, answer, { complete, prompts })
    if (turn > toolLimits.turns) {
      if (answer.text.trim() === '') throw modelErrors.unusable('it looks things up without end')
      return orContinued(request, { ...answer, calls: [] }, { complete, prompts })
    }
    const results: string[] = []
    let isFull = false
    // One after the other: ids are given out in the order of the calls.
    for (const call of answer.calls) {
      const result: string = tools === undefined ? 'There are no tools.' : isFull ? noRoom : await tools.call(call)
      isFull ||= characters + result.length > toolLimits.characters
      results.push(isFull ? noRoom : result)
      characters += isFull ? 0 : result.length
    }
    const isLast = turn === toolLimits.turns || isFull
    const done: ModelTurn = { text: answer.text, calls: answer.calls, results, ...(isLast ? { reply: prompts.render('stop-tools', {}) } : {}) }
    request = { ...request, turns: [...(request.turns ?? []), done] }
    if (isLast) turn = toolLimits.turns
  }
}

const noRoom = 'There is no more room for results. Write the page.'

async function orContinued(request: TextRequest, answer: TextAnswer, { complete, prompts }: Omit<ConversationDeps, 'tools'>): Promise<FinishedConversation> {
  if (!answer.isCut) return { text: answer.text, isCut: false, request: said(request, answer.text) }
  const asked = said(request, answer.text, prompts.render('continue', {}))
  const rest = await complete(asked)
  const text = joined(answer.text, rest.calls.length > 0 ? '' : rest.text)
  const isCut = rest.isCut || rest.calls.length > 0
  const whole = isCut ? untilLastSentence(text) : text
  return { text: whole, isCut, request: said(request, whole) }
}

function said(request: TextRequest, text: string, reply?: string): TextRequest {
  return { ...request, turns: [...(request.turns ?? []), { text, calls: [], results: [], ...(reply === undefined ? {} : { reply }) }] }
}

/** One more question in a finished conversation. */
export function followUp({ request }: FinishedConversation, reply: string): TextRequest {
  const turns = request.turns ?? []
  const last = turns.at(-1)
  return last === undefined ? request : { ...request, turns: [...turns.slice(0, -1), { ...last, reply }] }
}

/** Without what the second part repeats of the end of the first. */
function joined(first: string, second: string): string {
  for (let length = Math.min(300, first.length, second.length); length >= 8; length -= 1) {
    if (first.endsWith(second.slice(0, length))) return first + second.slice(length)
  }
  return first + second
}

/** Of `One. Two [S1]. Thr` the first two sentences. */
export function untilLastSentence(text: string): string {
  const ends = [...text.matchAll(/[.!?]["'”’)]?(?:[ \t]*\[[^[\]\n]{1,40}\])*\.?(?=\s|$)/g)]
  const last = ends.at(-1)
  return last === undefined ? '' : text.slice(0, last.index + last[0].length)
}
