import type { TextRequest } from './text-model.js'

/** Characters of all that is sent. */
export function requestLength({ system, prompt, turns = [], tools = [], schema }: TextRequest): number {
  const more = turns.length + tools.length === 0 && schema === undefined ? 0 : JSON.stringify([turns, tools, schema ?? null]).length
  return system.length + prompt.length + more
}
