import type { JobRecord } from '../job-record.js'
import type { EarlyPublication } from '../job-store.js'
import { change, type Change } from './change.js'

/** A running job shows something before it ends. */
export const publishEarly = (job: JobRecord, { wikiKey }: EarlyPublication): Change => change(job, { wikiKey: wikiKey ?? job.wikiKey })
