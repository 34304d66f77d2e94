import { lstat, mkdir, open, readFile, readdir, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import writeFileAtomic from 'write-file-atomic'

/** Atomic text and JSON files: a reader sees the old content or the new one, also after power loss. */
export const fileManager = {
  async writeText(path: string, text: string): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    await writeFileAtomic(path, text, { fsync: true })
  },

  async writeStream(path: string, bytes: Readable): Promise<void> {
    await mkdir(dirname(path), { recursive: true })
    const beside = `${path}.${process.pid}.new`
    const handle = await open(beside, 'w')
    try {
      await writeFile(handle, bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, path)
  },

  async writeJson(path: string, value: unknown): Promise<void> {
    await fileManager.writeText(path, JSON.stringify(value, null, 2) + '\n')
  },

  /** Undefined when there is no such file. @throws SyntaxError when it is not JSON. */
  async readJson(path: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(path, 'utf8'))
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  },

  /** Makes what was written to the file durable. */
  async syncFile(path: string): Promise<void> {
    const handle = await open(path, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },

  /** Makes renames in the folder durable. */
  async syncFolder(path: string): Promise<void> {
    await fileManager.syncFile(path)
  },

  async remove(path: string): Promise<void> {
    await rm(path, { recursive: true, force: true, maxRetries: 3 })
  },

  /** Leaves a folder or a link of that name where it is, and does nothing when there is none. */
  async removeFile(path: string): Promise<void> {
    try {
      if ((await lstat(path)).isFile()) await unlink(path)
    } catch (error) {
      if (!isMissing(error)) throw error
    }
  },

  /** Bytes of all files below; 0 when missing. Symlinks are not followed. */
  async sizeBytes(path: string): Promise<number> {
    try {
      const info = await stat(path)
      if (!info.isDirectory()) return info.size
      const entries = await readdir(path, { withFileTypes: true })
      const sizes = await Promise.all(
        entries.filter((entry) => !entry.isSymbolicLink()).map((entry) => fileManager.sizeBytes(join(path, entry.name))),
      )
      return sizes.reduce((sum, size) => sum + size, 0)
    } catch (error) {
      if (isMissing(error)) return 0
      throw error
    }
  },
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
