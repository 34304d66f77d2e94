import { AppError } from '../platform/app-error.js'

/** Lists are newest first by id (UUIDv7: the order of creation), so a page goes on below the last id of the page before. */
export const writeCursor = (lastId: string): string => Buffer.from(lastId).toString('base64url')

/** @throws AppError `jobs/invalid-cursor` */
export function readCursor(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString('utf8')
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id
  throw new AppError('jobs/invalid-cursor', 'invalid', 'The cursor is not one that this list gave out.', {
    advice: 'Start again without a cursor.',
  })
}
