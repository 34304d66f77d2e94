import type { JobState, JobStatus, JobSubject } from '../../jobs/job-status.js'

export const stateWords: Readonly<Record<JobState, string>> = { queued: 'Queued', processing: 'Running', completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' }

export function subjectName(subject: JobSubject): string {
  return subject.host === 'local' ? subject.name : `${subject.owner}/${subject.name}`
}

export function revisionWords({ revision }: JobSubject): string | undefined {
  switch (revision.kind) {
    case 'default':
      return undefined
    case 'commit':
      return `commit ${revision.id.slice(0, 10)}`
    case 'branch':
    case 'tag':
      return `${revision.kind} ${revision.name}`
  }
}

export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}

export function age(at: Date, now: Date): string {
  const seconds = Math.max(0, now.getTime() - at.getTime()) / 1000
  if (seconds < 60) return 'just now'
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min ago`
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h ago`
  return `${Math.round(seconds / 86_400)} days ago`
}

/** How long it has run, or ran. */
export function runTime(job: JobStatus, now: Date): string | undefined {
  if (job.startedAt === undefined) return undefined
  const end = 'completedAt' in job ? job.completedAt : now
  return duration(end.getTime() - job.startedAt.getTime())
}
