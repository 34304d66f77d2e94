import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** A file system in memory with little room, for a data folder whose disk gets full. */
export class SmallDisk {
  /** A folder on it. */
  readonly folder: string
  readonly #mount: string

  private constructor(mount: string) {
    this.#mount = mount
    this.folder = join(mount, 'data')
    mkdirSync(this.folder)
  }

  /** Undefined where mounting is not allowed. */
  static mount(megabytes: number): SmallDisk | undefined {
    if (process.platform !== 'linux' || userInfo().uid !== 0) return undefined
    const mount = mkdtempSync(join(tmpdir(), 'codewiki-disk-'))
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mount], { stdio: 'ignore' })
      return new SmallDisk(mount)
    } catch {
      rmSync(mount, { recursive: true })
      return undefined
    }
  }

  /** Takes what is free, but for so many kilobytes. */
  fill(leaveKb = 0): void {
    const ballast = openSync(this.#ballast, 'w')
    try {
      for (const size of [1024 * 1024, 4096]) while (wrote(ballast, size));
    } finally {
      closeSync(ballast)
    }
    if (leaveKb > 0) execFileSync('truncate', ['-s', `-${leaveKb}K`, this.#ballast])
  }

  free(): void {
    rmSync(this.#ballast, { force: true })
  }

  /** `ro` or `rw`. Fails while files are open for writing. */
  remount(how: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${how}`, this.#mount])
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.#mount], { stdio: 'ignore' })
    rmSync(this.#mount, { recursive: true, force: true })
  }

  get #ballast(): string {
    return join(this.#mount, 'ballast')
  }
}

function wrote(file: number, size: number): boolean {
  try {
    return writeSync(file, Buffer.alloc(size)) === size
  } catch {
    return false
  }
}
