import type { JobStatus, Stage, StageRecord } from '../../jobs/job-status.js'
import { duration, stagesOf, stageWords } from './words.js'

type StageState = 'bad' | 'running' | 'done' | 'waiting'

const marks: Readonly<Record<StageState, readonly [mark: string, meaning: string]>> = {
  bad: ['✕', 'stopped here'],
  running: ['●', 'running'],
  done: ['✓', 'done'],
  waiting: ['·', 'to come'],
}

/** Every stage with what it did and how long it took. */
export function JobStages({ job, now }: { readonly job: JobStatus; readonly now: Date }) {
  return (
    <ol class="stages">
      {stagesOf(job).map((stage) => (
        <StageRow key={stage} stage={stage} job={job} now={now} />
      ))}
    </ol>
  )
}

function StageRow({ stage, job, now }: { readonly stage: Stage; readonly job: JobStatus; readonly now: Date }) {
  const record = job.stages.findLast((one) => one.stage === stage)
  const state = stateOf(record, job)
  const [mark, meaning] = marks[state]
  const time = record === undefined ? '' : duration((record.finishedAt ?? endOf(job) ?? now).getTime() - record.startedAt.getTime())
  return (
    <li class={state} aria-current={state === 'running' ? 'step' : undefined}>
      <span class="mark" aria-hidden="true">
        {mark}
      </span>
      <span class="stage">
        {stageWords[stage]}
        <span class="unseen">, {meaning}</span>
      </span>
      <span class="what">{record?.summary ?? (state === 'running' ? job.progress.message : '')}</span>
      <span class="time">{time}</span>
    </li>
  )
}

function stateOf(record: StageRecord | undefined, job: JobStatus): StageState {
  if (record === undefined) return 'waiting'
  const last = record === job.stages.at(-1)
  if (last && (job.status === 'failed' || job.status === 'cancelled')) return 'bad'
  if (record.finishedAt !== undefined || job.status === 'completed') return 'done'
  return job.status === 'processing' ? 'running' : 'waiting'
}

const endOf = (job: JobStatus): Date | undefined => ('completedAt' in job ? job.completedAt : undefined)
