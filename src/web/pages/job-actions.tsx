import { isOpen, type JobStatus } from '../../jobs/job-status.js'
import { isRetryable, plural } from './words.js'

/** Plain forms: they work without scripts. */
export function JobActions({ job }: { readonly job: JobStatus }) {
  const stopping = job.status === 'processing' && job.cancelRequested
  return (
    <>
      {isOpen(job) &&
        !stopping &&
        (job.paused ? <Action job={job} verb="resume" label="Resume" /> : <Action job={job} verb="pause" label="Pause" />)}
      {isOpen(job) && !stopping && <Action job={job} verb="cancel" label="Cancel" />}
      {isRetryable(job) && <Action job={job} verb="retry" label={retryLabel(job)} />}
    </>
  )
}

const retryLabel = (job: JobStatus): string => (job.status === 'completed' ? `Retry ${plural(job.gaps.length, job.gaps.some(({ unexplained }) => unexplained !== true) ? 'missing page' : 'unexplained page')}` : 'Retry')

function Action({ job, verb, label }: { readonly job: JobStatus; readonly verb: string; readonly label: string }) {
  return (
    <form method="post" action={`/jobs/${job.id}/${verb}`}>
      <button type="submit" class="plain" id={`act-${verb}`}>
        {label}
      </button>
    </form>
  )
}
