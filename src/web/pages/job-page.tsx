import type { JobEvent } from '../../jobs/job-event.js'
import { isOpen, stages, type JobStatus, type Stage, type StageRecord } from '../../jobs/job-status.js'
import { wikiPath } from '../wiki-address.js'
import { duration, revisionWords, runTime, stateWords, subjectName } from './words.js'

export interface JobPageProps {
  readonly job: JobStatus
  readonly events: readonly JobEvent[]
  readonly queuePosition: number | undefined
  readonly now: Date
}

const stageWords: Readonly<Record<Stage, string>> = {
  resolving: 'Resolve',
  cloning: 'Clone',
  analysing: 'Analyse',
  planning: 'Plan',
  writing: 'Write',
  verifying: 'Verify',
  publishing: 'Publish',
}

export function JobPage({ job, events, queuePosition, now }: JobPageProps) {
  const revision = revisionWords(job.subject)
  const time = runTime(job, now)
  return (
    <main id="main" class="job-page" data-live="job" data-job={job.id} data-open={String(isOpen(job))} data-after={events.at(-1)?.sequence ?? 0}>
      <p class="crumbs">
        <a href="/">Jobs</a> / {subjectName(job.subject)}
      </p>
      <h1>
        {subjectName(job.subject)} <span class={`badge ${job.status}`}>{stateWords[job.status]}</span>
      </h1>
      <p class="facts">
        <span>{job.subject.url}</span>
        {revision !== undefined && <span>{revision}</span>}
        {job.commitId !== undefined && <code>{job.commitId.slice(0, 10)}</code>}
        {time !== undefined && <span>{time}</span>}
        {job.attempt > 1 && <span>attempt {job.attempt}</span>}
      </p>
      <Summary job={job} queuePosition={queuePosition} />
      <Actions job={job} />
      <section aria-labelledby="stages-title">
        <h2 id="stages-title">Stages</h2>
        <ol class="stages">
          {stages.map((stage) => (
            <StageRow key={stage} stage={stage} record={job.stages.findLast((record) => record.stage === stage)} job={job} now={now} />
          ))}
        </ol>
      </section>
      <section aria-labelledby="log-title">
        <h2 id="log-title">Log</h2>
        <ol class="log" tabindex={0} aria-label="Log of the job">
          {events.map((event) => (
            <li key={event.sequence} id={`E${event.sequence}`} class={event.level}>
              <a href={`#E${event.sequence}`} aria-label={`Line ${event.sequence}`}>
                {event.sequence}
              </a>
              <time dateTime={event.at.toISOString()}>{event.at.toISOString().slice(11, 19)}</time>
              <span>{event.message}</span>
            </li>
          ))}
        </ol>
      </section>
    </main>
  )
}

function Summary({ job, queuePosition }: { readonly job: JobStatus; readonly queuePosition: number | undefined }) {
  switch (job.status) {
    case 'completed':
      return (
        <div class="box good" role="status">
          <p>
            {job.fromCache ? 'This commit was documented before.' : 'The wiki is ready.'}
            {job.gaps.length > 0 && ` ${job.gaps.length} of its pages could not be published; each says why.`}
          </p>
          <a class="button" href={wikiPath(job.subject, job.commitId)}>
            Open the wiki
          </a>
        </div>
      )
    case 'failed':
      return (
        <div class="box bad" role="status">
          <p>
            <strong>{job.failure.message}</strong>
          </p>
          {job.failure.advice !== undefined && <p>{job.failure.advice}</p>}
          <p>
            <code>{job.failure.code}</code>
          </p>
        </div>
      )
    case 'cancelled':
      return (
        <div class="box" role="status">
          <p>Cancelled. A retry goes on from what was finished.</p>
        </div>
      )
    case 'queued':
      return (
        <div class="box" role="status">
          <p>
            {job.progress.message}
            {queuePosition !== undefined && !job.paused && `: number ${queuePosition} in the queue`}
          </p>
          {job.lastFailure !== undefined && <p>Last attempt: {job.lastFailure.message}</p>}
        </div>
      )
    case 'processing':
      return (
        <div class="box" role="status" aria-live="polite">
          <p>
            {job.progress.percent} % – {job.progress.message}
          </p>
          <progress max={100} value={job.progress.percent} aria-label="Progress" />
          {job.progress.eta !== undefined && (
            <p class="facts">
              <span>
                about {duration(job.progress.eta.seconds * 1000)} left, by {job.progress.eta.basis}
              </span>
            </p>
          )}
        </div>
      )
  }
}

function Actions({ job }: { readonly job: JobStatus }) {
  const retryable = job.status === 'failed' || job.status === 'cancelled' || (job.status === 'completed' && job.gaps.length > 0)
  const paused = isOpen(job) && job.paused
  return (
    <div class="actions">
      {isOpen(job) && <Action job={job} verb="cancel" label="Cancel" />}
      {isOpen(job) && (paused ? <Action job={job} verb="resume" label="Resume" /> : <Action job={job} verb="pause" label="Pause" />)}
      {retryable && <Action job={job} verb="retry" label="Retry" />}
    </div>
  )
}

function Action({ job, verb, label }: { readonly job: JobStatus; readonly verb: string; readonly label: string }) {
  return (
    <form method="post" action={`/jobs/${job.id}/${verb}`}>
      <button type="submit" class="plain">
        {label}
      </button>
    </form>
  )
}

function StageRow({ stage, record, job, now }: { readonly stage: Stage; readonly record: StageRecord | undefined; readonly job: JobStatus; readonly now: Date }) {
  const running = record !== undefined && record.finishedAt === undefined && job.status === 'processing'
  const broken = record !== undefined && record === job.stages.at(-1) && (job.status === 'failed' || job.status === 'cancelled')
  const [state, mark] = broken ? ['bad', '✕'] : running ? ['running', '●'] : record !== undefined ? ['done', '✓'] : ['waiting', '○']
  return (
    <li class={state}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      <span class="stage">{stageWords[stage]}</span>
      <span class="what">{record?.summary ?? (running ? job.progress.message : '')}</span>
      <span class="time">{record === undefined ? '' : duration((record.finishedAt ?? now).getTime() - record.startedAt.getTime())}</span>
    </li>
  )
}
