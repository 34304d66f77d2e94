import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { uuidv7 } from 'uuidv7'
import { fileManager } from '../../../platform/file-manager.js'
import type { WikiArchive } from '../../wiki-archive.js'

/** The wikis' folders on this machine, and the archive that they come from when another machine has made them. */
export class WikiFolders {
  readonly root: string
  readonly archive: WikiArchive | undefined
  readonly #underWay = new Map<string, Promise<boolean>>()

  /** Without an archive this is the only machine. */
  constructor(root: string, archive?: WikiArchive) {
    this.root = root
    this.archive = archive
  }

  path(location: string): string {
    return join(this.root, location)
  }

  /** Sees to it that the wiki's folder is here. False: its files are gone. Many callers at once cost one download. */
  async bring(location: string): Promise<boolean> {
    if (existsSync(join(this.path(location), 'wiki.db'))) return true
    if (this.archive === undefined) return false
    const known = this.#underWay.get(location)
    if (known !== undefined) return known
    const download = this.#download(this.archive, location).finally(() => this.#underWay.delete(location))
    this.#underWay.set(location, download)
    return download
  }

  async #download(archive: WikiArchive, location: string): Promise<boolean> {
    const target = this.path(location)
    const beside = `${target}.${uuidv7()}.new`
    try {
      await mkdir(beside, { recursive: true })
      if (!(await archive.fetch(location, beside))) return false
      await putInPlace(beside, target)
      await fileManager.syncFolder(dirname(target))
      return true
    } finally {
      await fileManager.remove(beside)
    }
  }
}

/** Another process of this machine may have been first: its copy is as good. */
async function putInPlace(beside: string, target: string): Promise<void> {
  try {
    await rename(beside, target)
  } catch (error) {
    if (!existsSync(join(target, 'wiki.db'))) throw error
  }
}
