import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bootId } from '../../../platform/boot-id.js'
import { readGroup, readProcess, type ProcessRecord } from './process-record.js'

/**
 * Ends every git that a process of ours left running when it was killed, where the system could not tie it to us. Records of living
 * owners stay (a command line may share the data folder with a server). Returns how many groups were ended; safe to call at any time.
 */
export async function reapOrphans(folder: string): Promise<number> {
  let ended = 0
  const boot = bootId()
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const record = await readRecord(path)
    if (record !== undefined && record.boot === boot && isOwned(record)) continue
    if (record !== undefined && record.boot === boot && isStillIt(record)) ended += endGroup(record.pid)
    await rm(path, { force: true })
  }
  return ended
}

const isOwned = ({ ownerPid, ownerStarted }: ProcessRecord): boolean => readProcess(ownerPid)?.started === ownerStarted

/** The leader with its start time; or, when only helpers are left of the group, git's helpers by name. */
function isStillIt({ pid, started }: ProcessRecord): boolean {
  const leader = readProcess(pid)
  if (leader !== undefined) return leader.started === started
  return readGroup(pid).some(({ name }) => name.startsWith('git'))
}

function endGroup(group: number): number {
  try {
    process.kill(-group, 'SIGKILL')
    return 1
  } catch {
    return 0
  }
}

/** Undefined when it is not a record: half a file after a power cut names nobody. */
async function readRecord(path: string): Promise<ProcessRecord | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is ProcessRecord {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('ownerPid' in value)) return false
  const numbers = [value.pid, value.ownerPid].every((pid) => Number.isSafeInteger(pid) && Number(pid) > 1)
  return numbers && 'started' in value && 'ownerStarted' in value && 'boot' in value
}
