import type { JobSubject } from './job-status.js'

/**
 * The original's job id: `owner--repo`, in lower case. It can stand for several repositories (`a/b--c` and `a--b/c`), so it only
 * finds jobs and never names one.
 */
export function aliasOf(subject: Pick<JobSubject, 'owner' | 'name'>): string {
  return `${subject.owner.replaceAll('/', '--')}--${subject.name}`.toLowerCase()
}
