import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'

/** Structured log; `child({ job_id })` binds facts to every line. */
export type Logger = Pick<PinoLogger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'child'>

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** JSON lines on stderr (stdout belongs to results). Credentials that slip into a logged object are cut out. */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      base: {},
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.token', '*.authorization', '*.password', '*.api_key', 'token', 'authorization', 'password', 'api_key'],
    },
    destination,
  )
}

export const silentLogger: Logger = pino({ level: 'silent' })
