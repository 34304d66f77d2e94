import { AppError } from '../../platform/app-error.js'

/**
 * A NUL ends a string for whatever is written in C below us: SQLite would look up `overview.md` when asked for `overview.md%00.json`.
 * No honest path holds one, or any other control character.
 * @throws AppError `web/malformed-request`
 */
export function checkPath(url: string): void {
  if (!/%(?:[01][0-9a-f]|7f)/i.test(url.split('?', 1)[0] ?? '')) return
  throw new AppError('web/malformed-request', 'invalid', 'The path holds a control character.', { advice: 'Check the URL.' })
}
