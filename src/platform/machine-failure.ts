/** What the machine can refuse, in words for people. */
export interface MachineFailure {
  readonly code: string
  readonly kind: 'transient' | 'internal'
  readonly message: string
  readonly advice: string
  readonly retryAfterSeconds?: number
  /** See AppError. */
  readonly isOutage?: boolean
}

const diskFull: MachineFailure = {
  code: 'platform/disk-full',
  kind: 'transient',
  message: 'There is no space left on the disk.',
  advice: 'Free some space, for example with `codewiki cache prune`; work goes on by itself.',
  retryAfterSeconds: 30,
  isOutage: true,
}

const notWritable: MachineFailure = {
  code: 'platform/not-writable',
  kind: 'transient',
  message: 'A file or folder that CodeWiki needs cannot be written.',
  advice: 'See that the data folder (CODEWIKI_DATA_DIR) belongs to the user that runs CodeWiki, and that its disk is not mounted read-only.',
}

const tooManyFiles: MachineFailure = {
  code: 'platform/too-many-files',
  kind: 'transient',
  message: 'The process has as many files and connections open as it may.',
  advice: 'Raise the limit (`ulimit -n`, LimitNOFILE); it is tried again.',
  retryAfterSeconds: 5,
  isOutage: true,
}

const databaseBusy: MachineFailure = {
  code: 'platform/database-busy',
  kind: 'transient',
  message: 'Another program holds the database.',
  advice: 'A backup or a shell may have it open for writing; it is tried again.',
  retryAfterSeconds: 5,
  isOutage: true,
}

export const databaseDamaged: MachineFailure = {
  code: 'platform/database-damaged',
  kind: 'internal',
  message: 'The database of the data folder is damaged.',
  advice: 'Restore codewiki.db (with its -wal, if there is one) from a backup, or move it away to begin with an empty queue; the wikis lie in files beside it.',
}

/** By the code of Node or of SQLite. */
const byCode: ReadonlyMap<unknown, MachineFailure> = new Map([
  ['ENOSPC', diskFull],
  ['EDQUOT', diskFull],
  ['EROFS', notWritable],
  ['EACCES', notWritable],
  ['EMFILE', tooManyFiles],
  ['ENFILE', tooManyFiles],
  ['SQLITE_FULL', diskFull],
  ['SQLITE_READONLY', notWritable],
  ['SQLITE_BUSY', databaseBusy],
  ['SQLITE_CORRUPT', databaseDamaged],
  ['SQLITE_NOTADB', databaseDamaged],
])

/** Linux's numbers, as SQLite passes them on where its own code says only that something failed. */
const byErrno: ReadonlyMap<unknown, MachineFailure> = new Map([
  [13, notWritable],
  [24, tooManyFiles],
  [28, diskFull],
  [30, notWritable],
  [122, diskFull],
])

/** Undefined: it is something else than the machine's refusal. */
export function machineFailure(thrown: unknown): MachineFailure | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { code, sqliteCodeName, systemErrno }: Error & { code?: unknown; sqliteCodeName?: unknown; systemErrno?: unknown } = thrown
  return byErrno.get(systemErrno) ?? byCode.get(sqliteCodeName ?? code)
}
