import type { JobRun } from '../jobs/job-run.js'
import { toAppError, type AppError } from '../platform/app-error.js'
import { failsEveryPage, type WrittenPage } from './write-pages.js'

/** Whether a page whose explanation failed so stays as the code alone gives it; anything else is no fault of this page, and stops them all. */
export function keepsItsPage(error: AppError): boolean {
  return !failsEveryPage(error)
}

/** The job has waited for the model as long as it may: better a wiki without explanations than none. */
const isAwayForGood = (error: AppError, run: Pick<JobRun, 'endsWith'>): boolean => error.code === 'documentation/model-unavailable' && run.endsWith(error)

/** The page as it was, with the reason why it has no explanation: a gap that a retry fills. */
export function unexplained(written: WrittenPage, { code, message }: Pick<AppError, 'code' | 'message'>): WrittenPage {
  const { slug, title } = written.page
  return { ...written, gap: { slug, title, code, message, unexplained: true } }
}

/**
 * Explains one page, or leaves it as it is with the reason. `onKept` is told why; what stops every page is thrown.
 */
export async function orUnexplained(
  written: WrittenPage,
  run: Pick<JobRun, 'signal' | 'endsWith'>,
  explain: () => Promise<WrittenPage>,
  onKept: (error: AppError) => Promise<void>,
): Promise<WrittenPage> {
  try {
    return await explain()
  } catch (thrown) {
    run.signal.throwIfAborted()
    const error = toAppError(thrown)
    if (!keepsItsPage(error) && !isAwayForGood(error, run)) throw error
    await onKept(error)
    return unexplained(written, error)
  }
}
