import { AppError } from '../platform/app-error.js'
import type { TextModel } from './text-model.js'

/**
 * Asks another model when the one that was meant cannot answer. The first one's failure is thrown when both fail, for it is the one to
 * mend. A refused key or an empty account helps neither.
 */
export function fallbackModel(model: TextModel, fallback: string): TextModel {
  return {
    complete: async (request, signal) => {
      try {
        return await model.complete(request, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (!canFallBack(error) || request.model === fallback) throw error
        try {
          return await model.complete({ ...request, model: fallback }, signal)
        } catch {
          signal.throwIfAborted()
          throw error
        }
      }
    },
  }
}

function canFallBack(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith('documentation/model-') && error.kind !== 'unauthorised'
}
