import { expect, it } from 'vitest'
import { toJobStatus, type JobRecord } from './job-record.js'
import { addJob } from './moves/add-job.js'
import { defaultJobOptions } from './job-status.js'

const subject = { url: 'https://example.org/a/b', host: 'example.org', owner: 'a', name: 'b', revision: { kind: 'default' } } as const
const added = addJob(
  { id: 'id-1', subject, options: defaultJobOptions, openKey: 'k', submitter: 's', priority: 0, mainModel: undefined },
  new Date(0),
).job

it.each<[Partial<JobRecord>, string]>([
  [{ status: 'processing' }, 'job id-1 is processing without startedAt'],
  [{ status: 'completed', startedAt: new Date(0), completedAt: new Date(1), commitId: 'c' }, 'job id-1 is completed without wikiKey'],
  [{ status: 'failed', completedAt: new Date(1) }, 'job id-1 is failed without lastFailure'],
  [{ status: 'cancelled' }, 'job id-1 is cancelled without completedAt'],
])('refuses the damaged record %j rather than make up a value', (damage, message) => {
  expect(() => toJobStatus({ ...added, ...damage })).toThrow(message)
})
