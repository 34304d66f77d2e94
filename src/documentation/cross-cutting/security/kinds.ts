import type { OutsideKind } from '../../../analysis/outside/outside-use.js'

export interface SecurityKind {
  readonly heading: string
  readonly kinds: readonly OutsideKind[]
  /** What the code does there: `3 places where the code …`. */
  readonly says: string
}

/** In the order of the page. What each symbol is for: `analysis/outside/symbols`. */
export const sensitiveKinds: readonly SecurityKind[] = [
  { heading: 'Processes', kinds: ['process'], says: 'starts or replaces a process' },
  { heading: 'Code at run time', kinds: ['evaluation'], says: 'runs text as code, or loads code by a name' },
  { heading: 'Deserialising', kinds: ['deserialising'], says: 'makes objects of serialised data, YAML or XML' },
  { heading: 'SQL as text', kinds: ['sql'], says: 'hands a statement to a database as text' },
  { heading: 'Sockets and servers', kinds: ['listening'], says: 'waits for connections' },
  { heading: 'TLS and certificates', kinds: ['tls'], says: 'sets up TLS or reads certificates' },
  { heading: 'Memory', kinds: ['memory'], says: 'reaches past what the language checks: copies without a bound, raw memory, reinterpreted types' },
]

export const cryptographyKinds: readonly SecurityKind[] = [
  { heading: 'Passwords', kinds: ['passwords'], says: 'hashes, checks, asks for or keeps passwords' },
  { heading: 'Hashes, ciphers and random numbers', kinds: ['cryptography'], says: 'hashes, signs, encrypts or draws random numbers' },
]

export const validationKind: SecurityKind = { heading: 'Validation and escaping', kinds: ['validation'], says: 'checks or escapes what comes in' }
