import { AppError } from '../platform/app-error.js'
import type { TextModel } from './text-model.js'

/**
 * Asks other models, in order, when the one that was meant cannot answer. The first one's failure is thrown when all fail, for it is the
 * one to mend. A refused key or an empty account helps none at the same provider; `isElsewhere` says which are at another.
 */
export function fallbackModel(model: TextModel, fallbacks: readonly string[], isElsewhere: (fallback: string, meant: string) => boolean = () => false): TextModel {
  return {
    complete: async (request, signal) => {
      try {
        return await model.complete(request, signal)
      } catch (error) {
        signal.throwIfAborted()
        for (const fallback of fallbacks) {
          if (fallback === request.model || !mayHelp(error, isElsewhere(fallback, request.model))) continue
          try {
            return await model.complete({ ...request, model: fallback }, signal)
          } catch (second) {
            signal.throwIfAborted()
            if (!isOfModel(second)) throw second
          }
        }
        throw error
      }
    },
  }
}

function isOfModel(error: unknown): error is AppError {
  return error instanceof AppError && error.code.startsWith('documentation/model-')
}

function mayHelp(error: unknown, isElsewhere: boolean): boolean {
  return isOfModel(error) && (isElsewhere || error.kind !== 'unauthorised')
}
