import type { JobState } from '../../job-status.js'
import type { JobQuery } from '../../job-store.js'

/**
 * How jobs are found by a part of their repository's name, at a cost that does not grow with the jobs that are stored. First the newest
 * jobs are looked at one by one: enough for a part that fits many. When they do not fill the page, an index of trigrams tells which
 * repositories fit, and each gives its newest jobs. A part too short for a trigram is compared with the name of every repository.
 */
export const newestLookedAt = 1_000

/** Of open jobs there are never more than the queue holds: they are all looked at. */
export const isOpenState = (state: JobState | undefined): boolean => state === 'queued' || state === 'processing'

/** Greater than every id. */
export const aboveAllIds = '~'

/** Nothing that is stored holds the character that ends a string of C, and PostgreSQL takes it in no text. */
export const fitsNothing = ({ repo }: JobQuery): boolean => repo?.includes('\0') === true

/** For LIKE with `\` as its escape. */
export const likePattern = (part: string): string => `%${part.replaceAll(/[\\%_]/g, '\\$&')}%`

export const hasTrigram = (part: string): boolean => [...part].length >= 3
