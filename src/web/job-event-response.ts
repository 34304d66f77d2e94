import * as z from 'zod'
import type { JobEvent } from '../jobs/job-event.js'
import { stages } from '../jobs/job-status.js'
import { progressSchema, toProgressResponse } from './job-status-response.js'

/** One line of a job's log, as the JSON page and the event stream show it. */
export const jobEventResponse = z
  .object({
    sequence: z.int().positive().describe('Starts at 1, has no gaps within a job.'),
    at: z.iso.datetime(),
    level: z.enum(['info', 'warning', 'error']),
    stage: z.enum(stages).nullable(),
    message: z.string(),
    status: z.enum(['queued', 'processing', 'completed', 'failed', 'cancelled']).describe('Of the job right after.'),
    progress: progressSchema,
  })
  .meta({ id: 'JobEvent' })

export type JobEventResponse = z.infer<typeof jobEventResponse>

export function toJobEventResponse(event: JobEvent): JobEventResponse {
  return {
    sequence: event.sequence,
    at: event.at.toISOString(),
    level: event.level,
    stage: event.stage ?? null,
    message: event.message,
    status: event.status,
    progress: toProgressResponse(event.progress),
  }
}
