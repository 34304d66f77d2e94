import { isOpen, type JobStatus } from '../../jobs/job-status.js'
import type { FormValues, HomeState } from '../web-pages.js'
import { wikiPath } from '../wiki-address.js'
import { age, revisionWords, runTime, stateWords, subjectName } from './words.js'

export interface HomeProps {
  readonly jobs: readonly JobStatus[]
  readonly nextCursor: string | undefined
  readonly now: Date
  readonly state: HomeState | undefined
  readonly exampleRepository: string
}

const empty: FormValues = { repo_url: '', branch: '', tag: '', commit_id: '', include: '', exclude: '', no_cache: false }

export function HomePage({ jobs, nextCursor, now, state, exampleRepository }: HomeProps) {
  const firstVisit = jobs.length === 0
  return (
    <main id="main" class="home">
      <section class="hero">
        <h1>Turn a git repository into a wiki you can trust</h1>
        <p class="lead">CodeWiki reads the code at one commit and writes pages, diagrams and citations that point at the exact lines.</p>
        <SubmitForm state={state} />
        {firstVisit && (
          <form method="post" action="/" class="example">
            <input type="hidden" name="repo_url" value={exampleRepository} />
            <span>First time here?</span> <button type="submit" class="plain">Document CodeWiki itself</button>
          </form>
        )}
      </section>
      {!firstVisit && (
        <section aria-labelledby="jobs-title">
          <h2 id="jobs-title">Jobs</h2>
          <ul class="jobs" data-live="list">
            {jobs.map((job) => (
              <JobRow key={job.id} job={job} now={now} />
            ))}
          </ul>
          {nextCursor !== undefined && (
            <p>
              <a href={`/?cursor=${encodeURIComponent(nextCursor)}`}>Older jobs</a>
            </p>
          )}
        </section>
      )}
    </main>
  )
}

function SubmitForm({ state }: { readonly state: HomeState | undefined }) {
  const values = state?.values ?? empty
  const opened = values.branch + values.tag + values.commit_id + values.include + values.exclude !== '' || values.no_cache
  return (
    <form method="post" action="/" class="submit">
      <label for="repo_url">Repository</label>
      <div class="field">
        <input id="repo_url" name="repo_url" value={values.repo_url} placeholder="https://github.com/owner/name" required autocomplete="off" spellcheck={false} aria-describedby={state === undefined ? undefined : 'problem'} aria-invalid={state !== undefined} />
        <button type="submit">Document it</button>
      </div>
      {state !== undefined && (
        <p id="problem" class="problem" role="alert">
          <strong>{state.problem.detail}</strong> {state.problem.advice}
        </p>
      )}
      <details open={opened}>
        <summary>Options</summary>
        <div class="options">
          <Field name="branch" label="Branch" value={values.branch} />
          <Field name="tag" label="Tag" value={values.tag} />
          <Field name="commit_id" label="Commit" value={values.commit_id} />
          <Field name="include" label="Only these paths" value={values.include} placeholder="src/**, lib/**" />
          <Field name="exclude" label="Leave out" value={values.exclude} placeholder="examples/**" />
          <label class="check">
            <input type="checkbox" name="no_cache" value="true" checked={values.no_cache} /> Do the work even if this wiki exists
          </label>
        </div>
      </details>
    </form>
  )
}

function Field({ name, label, value, placeholder }: { readonly name: string; readonly label: string; readonly value: string; readonly placeholder?: string }) {
  return (
    <label>
      {label}
      <input name={name} value={value} placeholder={placeholder} autocomplete="off" spellcheck={false} />
    </label>
  )
}

function JobRow({ job, now }: { readonly job: JobStatus; readonly now: Date }) {
  const revision = revisionWords(job.subject)
  const time = runTime(job, now)
  return (
    <li class={`job ${job.status}`}>
      <a class="name" href={`/jobs/${job.id}`}>
        {subjectName(job.subject)}
      </a>
      <span class={`badge ${job.status}`}>{stateWords[job.status]}</span>
      {job.status === 'completed' && (
        <a class="open" href={wikiPath(job.subject, job.commitId)}>
          Open the wiki
        </a>
      )}
      <span class="facts">
        {revision !== undefined && <span>{revision}</span>}
        {job.commitId !== undefined && <code>{job.commitId.slice(0, 10)}</code>}
        <time dateTime={job.createdAt.toISOString()} title={job.createdAt.toISOString()}>
          {age(job.createdAt, now)}
        </time>
        {time !== undefined && <span>{time}</span>}
        {isOpen(job) && <span>{job.progress.message}</span>}
        {job.status === 'failed' && <span class="bad">{job.failure.message}</span>}
      </span>
      {job.status === 'processing' && <progress max={100} value={job.progress.percent} aria-label={`Progress of ${subjectName(job.subject)}`} />}
    </li>
  )
}
