import { fileURLToPath } from 'node:url'
import { stages, type JobState, type JobStatus, type JobSubject, type Stage } from '../../jobs/job-status.js'

export const stateWords: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  processing: 'Running',
  completed: 'Completed',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const stageWords: Readonly<Record<Stage, string>> = {
  resolving: 'Resolve',
  cloning: 'Clone',
  analysing: 'Analyse',
  planning: 'Plan',
  writing: 'Write',
  explaining: 'Explain',
  verifying: 'Verify',
  publishing: 'Publish',
}

type Named = Pick<JobSubject, 'url' | 'host' | 'owner' | 'name'>

/** `github.com/owner/name`, or the folder of a local repository: no two repositories share it. */
export function repositoryName(subject: Named): string {
  if (subject.host === 'local') return localPath(subject.url)
  return [subject.host, subject.owner, subject.name].filter((part) => part !== '').join('/')
}

/** The last two parts of it, for titles and narrow places. */
export const shortName = (subject: Named): string => repositoryName(subject).split('/').slice(-2).join('/')

function localPath(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}

/** Where the repository can be seen on the web; undefined for local ones. */
export const repositoryLink = ({ url }: Pick<JobSubject, 'url'>): string | undefined => (/^https?:\/\//.test(url) ? url : undefined)

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

export const isRetryable = (job: JobStatus): boolean =>
  job.status === 'failed' || job.status === 'cancelled' || (job.status === 'completed' && job.gaps.length > 0)

/** What a screen reader hears while a job runs: it changes with the state and the stage, not with each line. */
export function spokenState(job: JobStatus): string {
  if (job.status === 'queued' && job.paused) return 'Paused'
  if (job.status !== 'processing') return stateWords[job.status]
  if (job.cancelRequested) return 'Stopping'
  const { stage } = job.progress
  const all = stagesOf(job)
  return stage === undefined ? 'Running' : `Running: ${stageWords[stage]}, stage ${all.indexOf(stage) + 1} of ${all.length}`
}

/** Those that this job goes through. */
export const stagesOf = ({ mainModel }: Pick<JobStatus, 'mainModel'>): readonly Stage[] => stages.filter((stage) => stage !== 'explaining' || mainModel !== undefined)

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

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
