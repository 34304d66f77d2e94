import type { ErrorKind } from '../platform/app-error.js'

/** Documented in `codewiki --help`; 75 is EX_TEMPFAIL of sysexits(3). */
export const exitCodes = { ok: 0, failed: 1, usage: 2, missing: 4, unauthorised: 5, temporary: 75, interrupted: 130 } as const

export function exitCodeOf(kind: ErrorKind): number {
  switch (kind) {
    case 'invalid':
    case 'conflict':
      return exitCodes.usage
    case 'missing':
      return exitCodes.missing
    case 'unauthorised':
      return exitCodes.unauthorised
    case 'limit':
    case 'transient':
      return exitCodes.temporary
    case 'cancelled':
      return exitCodes.interrupted
    case 'too-large':
    case 'internal':
      return exitCodes.failed
  }
}
