import type { JobStatus } from '../../jobs/job-status.js'
import type { ModelOffer } from '../app-deps.js'
import type { HomeState } from '../web-pages.js'
import { JobRow } from './job-row.js'
import { SubmitForm } from './submit-form.js'

export interface HomeProps {
  readonly jobs: readonly JobStatus[]
  readonly nextCursor: string | undefined
  /** An older page of the list than the first. */
  readonly older: boolean
  readonly now: Date
  readonly state: HomeState | undefined
  readonly exampleRepository: string
  readonly model: ModelOffer | undefined
}

export function HomePage({ jobs, nextCursor, older, now, state, exampleRepository, model }: HomeProps) {
  const firstVisit = jobs.length === 0 && !older
  return (
    <main id="main" class="home" tabindex={-1}>
      <section class="hero">
        <h1>Turn a git repository into a wiki you can trust</h1>
        <p class="lead">CodeWiki reads the code at one commit and writes pages, diagrams and citations that point at the exact lines.</p>
        <SubmitForm state={state} model={model} />
        {firstVisit && (
          <form method="post" action="/" class="example">
            <input type="hidden" name="repo_url" value={exampleRepository} />
            <span>First time here?</span>{' '}
            <button type="submit" class="plain">
              Document CodeWiki itself
            </button>
          </form>
        )}
      </section>
      {!firstVisit && <JobList jobs={jobs} nextCursor={nextCursor} older={older} now={now} />}
    </main>
  )
}

function JobList({ jobs, nextCursor, older, now }: Pick<HomeProps, 'jobs' | 'nextCursor' | 'older' | 'now'>) {
  return (
    <section aria-labelledby="jobs-title">
      <h2 id="jobs-title">{older ? 'Older jobs' : 'Jobs'}</h2>
      <ul class="jobs" data-live={older ? undefined : 'list'}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} now={now} />
        ))}
      </ul>
      <p class="pager">
        {older && <a href="/">Newest jobs</a>}
        {nextCursor !== undefined && <a href={`/?cursor=${encodeURIComponent(nextCursor)}`}>Older jobs</a>}
      </p>
    </section>
  )
}
