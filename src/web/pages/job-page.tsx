import type { JobEvent } from '../../jobs/job-event.js'
import { isOpen, type JobStatus } from '../../jobs/job-status.js'
import type { ModelOffer } from '../app-deps.js'
import { JobActions } from './job-actions.js'
import { JobLog } from './job-log.js'
import { JobStages } from './job-stages.js'
import { JobSummary } from './job-summary.js'
import { Price } from './price.js'
import { repositoryLink, repositoryName, revisionWords, runTime, shortName, spokenState, stateWords } from './words.js'

export interface JobPageProps {
  readonly job: JobStatus
  /** The last of them, ascending. */
  readonly events: readonly JobEvent[]
  readonly wholeLog: boolean
  /** The page is asked not to reload itself where no script runs. */
  readonly still: boolean
  readonly queuePosition: number | undefined
  readonly now: Date
  /** The model that could explain pages; undefined: none. */
  readonly offered: ModelOffer | undefined
}

/** Scripts bring each `data-part` up to date from a fresh copy of the page; without them it is read as it stands. */
export function JobPage({ job, events, wholeLog, still, queuePosition, now, offered }: JobPageProps) {
  return (
    <main
      id="main"
      class="job-page"
      tabindex={-1}
      data-live="job"
      data-job={job.id}
      data-open={String(isOpen(job))}
      data-after={events.at(-1)?.sequence ?? 0}
    >
      <p class="crumbs">
        <a href="/">Jobs</a> / {repositoryName(job.subject)}
      </p>
      <div data-part="head">
        <h1>
          {shortName(job.subject)}{' '}
          <span class={`badge ${job.status}`}>{job.status === 'queued' && job.paused ? 'Paused' : stateWords[job.status]}</span>
        </h1>
        <JobFacts job={job} now={now} />
      </div>
      <p class="unseen" role="status" data-part="spoken">
        {spokenState(job)}
      </p>
      <div data-part="summary">
        <JobSummary job={job} queuePosition={queuePosition} />
      </div>
      <div data-part="price">
        <Price job={job} offered={offered} />
      </div>
      <div class="actions" data-part="actions">
        <JobActions job={job} />
      </div>
      {isOpen(job) && <Refreshing id={job.id} still={still} />}
      <section aria-labelledby="stages-title">
        <h2 id="stages-title">Stages</h2>
        <div data-part="stages">
          <JobStages job={job} now={now} />
        </div>
      </section>
      <JobLog id={job.id} events={events} whole={wholeLog} />
    </main>
  )
}

function JobFacts({ job, now }: Pick<JobPageProps, 'job' | 'now'>) {
  const revision = revisionWords(job.subject)
  const time = runTime(job, now)
  const link = repositoryLink(job.subject)
  return (
    <p class="facts">
      <span>
        {link === undefined ? (
          repositoryName(job.subject)
        ) : (
          <a href={link} rel="noopener noreferrer">
            {repositoryName(job.subject)}
          </a>
        )}
      </span>
      {revision !== undefined && <span>{revision}</span>}
      {job.commitId !== undefined && <code title={job.commitId}>{job.commitId.slice(0, 10)}</code>}
      <time dateTime={job.createdAt.toISOString()}>submitted {job.createdAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>
      {time !== undefined && <span>{job.status === 'processing' ? `running ${time}` : `took ${time}`}</span>}
      {job.attempt > 1 && <span>attempt {job.attempt}</span>}
    </p>
  )
}

/** Scripts turn this into a switch; without them the page reloads itself, which can be stopped to read in peace. */
function Refreshing({ id, still }: { readonly id: string; readonly still: boolean }) {
  return (
    <p class="live">
      <button type="button" class="plain small js-only" data-live-switch aria-pressed={still ? 'false' : 'true'}>
        Live updates
      </button>
      <noscript>
        {still ? (
          <>
            This page stands still. <a href={`/jobs/${id}`}>Follow the job</a>
          </>
        ) : (
          <>
            This page reloads every few seconds. <a href={`/jobs/${id}?still=1`}>Stop that</a>
          </>
        )}
      </noscript>
    </p>
  )
}
