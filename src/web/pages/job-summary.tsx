import type { CompletedJob, FailedJob, JobFailure, JobStatus, ProcessingJob, QueuedJob } from '../../jobs/job-status.js'
import { wikiPath } from '../wiki-address.js'
import { Gaps } from './gaps.js'
import { duration, stageWords } from './words.js'

interface SummaryProps {
  readonly job: JobStatus
  readonly queuePosition: number | undefined
}

/** The box that says where the job stands and what a person can do about it. */
export function JobSummary({ job, queuePosition }: SummaryProps) {
  switch (job.status) {
    case 'completed':
      return <Completed job={job} />
    case 'failed':
      return <Failed job={job} />
    case 'cancelled':
      return (
        <div class="box">
          <p>Cancelled. A retry goes on from what was finished.</p>
        </div>
      )
    case 'queued':
      return <Queued job={job} queuePosition={queuePosition} />
    case 'processing':
      return <Processing job={job} />
  }
}

function Completed({ job }: { readonly job: CompletedJob }) {
  const base = wikiPath(job.subject, job.commitId)
  return (
    <div class={job.gaps.length > 0 ? 'box warn' : 'box good'}>
      <p>
        {job.fromCache ? 'This commit was documented before.' : 'The wiki is ready.'}
      </p>
      <Gaps gaps={job.gaps} base={base} />
      <a class="button" href={base}>
        Open the wiki
      </a>
    </div>
  )
}

function Failed({ job }: { readonly job: FailedJob }) {
  const stage = job.stages.at(-1)?.stage
  return (
    <div class="box bad">
      <h2>What failed</h2>
      <p>
        {stage !== undefined && `${stageWords[stage]}: `}
        <strong>{job.failure.message}</strong>
      </p>
      <h2>What to do</h2>
      <p>{job.failure.advice ?? 'Retry: what was finished is kept. If it fails again, the log below says where.'}</p>
      <p class="facts">
        <code>{job.failure.code}</code>
      </p>
    </div>
  )
}

function Queued({ job, queuePosition }: { readonly job: QueuedJob; readonly queuePosition: number | undefined }) {
  return (
    <div class="box">
      <p>
        {job.paused ? 'Paused. It keeps its place and what was finished.' : job.progress.message}
        {queuePosition !== undefined && !job.paused && `: number ${queuePosition} in the queue`}
      </p>
      {job.lastFailure !== undefined && <LastFailure failure={job.lastFailure} />}
    </div>
  )
}

function LastFailure({ failure }: { readonly failure: JobFailure }) {
  return (
    <p>
      Attempt {failure.attempt} failed: <strong>{failure.message}</strong> {failure.advice}
    </p>
  )
}

function Processing({ job }: { readonly job: ProcessingJob }) {
  const { percent, message, eta } = job.progress
  return (
    <div class="box">
      <p>
        {job.cancelRequested ? 'Stopping at the next step.' : job.paused ? 'Pausing at the next checkpoint.' : `${percent} % – ${message}`}
      </p>
      <progress max={100} value={percent} aria-label="Progress" />
      <p class="facts">
        {eta === undefined ? 'Too early to tell how long it takes' : `about ${duration(eta.seconds * 1000)} left, judged by ${eta.basis}`}
      </p>
    </div>
  )
}
