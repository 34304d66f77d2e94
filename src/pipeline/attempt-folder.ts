import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileManager } from '../platform/file-manager.js'

/** Everything an attempt puts on disk before it publishes: `<temp>/<job>-<attempt>/`. Gone with the block, also after errors. */
export class AttemptFolder implements AsyncDisposable {
  readonly path: string
  readonly clonePath: string

  private constructor(path: string) {
    this.path = path
    this.clonePath = join(path, 'clone')
  }

  static async create(tempFolder: string, jobId: string, attempt: number): Promise<AttemptFolder> {
    const folder = new AttemptFolder(join(tempFolder, `${jobId}-${attempt}`))
    await rm(folder.path, { recursive: true, force: true })
    await mkdir(folder.clonePath, { recursive: true })
    return folder
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await fileManager.remove(this.path)
  }
}

/** Removes what a crash left: every folder whose attempt does not run any more. Returns how many. */
export async function sweepAttemptFolders(tempFolder: string, isRunning: (jobId: string, attempt: number) => Promise<boolean>): Promise<number> {
  let removed = 0
  for (const entry of await readdir(tempFolder, { withFileTypes: true }).catch(() => [])) {
    const match = /^([0-9a-f-]{36})-(\d+)$/.exec(entry.name)
    if (match?.[1] === undefined || match[2] === undefined) continue
    if (await isRunning(match[1], Number(match[2]))) continue
    await fileManager.remove(join(tempFolder, entry.name))
    removed += 1
  }
  return removed
}
