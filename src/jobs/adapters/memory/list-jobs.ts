import { readCursor, writeCursor } from '../../job-cursor.js'
import { toJobStatus } from '../../job-record.js'
import type { JobPage, JobQuery } from '../../job-store.js'
import type { JobMemory } from './context.js'
import { newestFirst } from './query-jobs.js'

export function listJobs(memory: JobMemory, query: JobQuery): JobPage {
  const below = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const part = (query.repo ?? '').toLowerCase()
  const matching = newestFirst(memory).filter(
    (job) =>
      (below === undefined || job.id < below) &&
      (query.status === undefined || job.status === query.status) &&
      (job.subject.url.toLowerCase().includes(part) || `${job.subject.owner}/${job.subject.name}`.toLowerCase().includes(part)),
  )
  const shown = matching.slice(0, query.limit)
  const last = shown.at(-1)
  return {
    jobs: shown.map(toJobStatus),
    nextCursor: matching.length > query.limit && last !== undefined ? writeCursor(last.id) : undefined,
  }
}
