import { posix } from 'node:path'

type PackageManager = 'npm' | 'yarn' | 'pnpm' | 'bun'

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
]

/** Who runs the scripts of a package.json: the lock file beside it decides, then its own `packageManager`, else what comes with Node. */
export function packageManagerOf(manifest: string, declared: string | undefined, paths: ReadonlySet<string>): { name: PackageManager; lockFile: string | undefined } {
  const folder = posix.dirname(manifest)
  for (const [file, name] of lockFiles) {
    const lockFile = posix.join(folder, file)
    if (paths.has(lockFile)) return { name, lockFile }
  }
  const named = /^(npm|yarn|pnpm|bun)@/.exec(declared ?? '')?.[1] as PackageManager | undefined
  return { name: named ?? 'npm', lockFile: undefined }
}
