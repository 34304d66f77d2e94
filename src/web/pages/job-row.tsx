import { gapWords } from '../../jobs/gap-words.js'
import { isOpen, type JobStatus } from '../../jobs/job-status.js'
import { wikiPath } from '../wiki-address.js'
import { age, repositoryName, revisionWords, runTime, stateWords } from './words.js'

/** One job of the list: which repository, what was asked for, what came of it. */
export function JobRow({ job, now }: { readonly job: JobStatus; readonly now: Date }) {
  const revision = revisionWords(job.subject)
  const time = runTime(job, now)
  const name = repositoryName(job.subject)
  const found = job.commitId !== undefined && job.subject.revision.kind !== 'commit' ? job.commitId.slice(0, 10) : undefined
  return (
    <li class={`job ${job.status}`}>
      <a class="name" href={`/jobs/${job.id}`}>
        {name}
      </a>
      <span class={`badge ${job.status}`}>{job.status === 'queued' && job.paused ? 'Paused' : stateWords[job.status]}</span>
      {job.status === 'completed' && (
        <a class="open" href={wikiPath(job.subject, job.commitId)} aria-label={`Open the wiki of ${name}`}>
          Open the wiki
        </a>
      )}
      <span class="facts">
        {revision !== undefined && <span>{revision}</span>}
        {found !== undefined && <code title={job.commitId}>{found}</code>}
        <time dateTime={job.createdAt.toISOString()} title={job.createdAt.toISOString()}>
          {age(job.createdAt, now)}
        </time>
        {time !== undefined && <span>{job.status === 'processing' ? `running ${time}` : `took ${time}`}</span>}
        {job.status === 'completed' && job.gaps.length > 0 && <span class="warn">{gapWords(job.gaps)}</span>}
        {isOpen(job) && !job.paused && <span>{job.progress.message}</span>}
        {job.status === 'failed' && <span class="bad">{job.failure.message}</span>}
      </span>
      {job.status === 'processing' && <progress max={100} value={job.progress.percent} aria-label={`Progress of ${name}`} />}
    </li>
  )
}
