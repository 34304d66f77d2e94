import { redactSecrets } from './redact-secrets.js'
import type { TextModel, TextRequest } from './text-model.js'

/** The last gate before a model: whatever a request was made of, no secret is in it that `redactSecrets` knows. */
export function redactingModel(model: TextModel): TextModel {
  return { complete: (request, signal) => model.complete(redactRequest(request), signal) }
}

function redactRequest(request: TextRequest): TextRequest {
  const turns = request.turns?.map((turn) => ({
    ...turn,
    results: turn.results.map(redactSecrets),
    ...(turn.reply === undefined ? {} : { reply: redactSecrets(turn.reply) }),
  }))
  return { ...request, system: redactSecrets(request.system), prompt: redactSecrets(request.prompt), ...(turns === undefined ? {} : { turns }) }
}
