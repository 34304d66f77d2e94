import { AppError } from '../../platform/app-error.js'

/**
 * A number as people type it: `1.50`, `$2`, `200,000`. Undefined when nothing was typed.
 * @throws AppError `web/invalid-request`
 */
export function readAmount(typed: string, what: string): number | undefined {
  const text = typed.trim().replace(/^\$/, '').replaceAll(/(?<=\d),(?=\d{3}\b)/g, '')
  if (text === '') return undefined
  if (/^\d{1,12}(?:\.\d{1,9})?$/.test(text)) return Number(text)
  throw new AppError('web/invalid-request', 'invalid', `This cannot be the limit in ${what}: ${typed.trim().slice(0, 40)}.`, { advice: 'Write a number, as 1.50 or 200000, or nothing.' })
}
