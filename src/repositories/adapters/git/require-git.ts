import { AppError } from '../../../platform/app-error.js'
import { runGit, type GitCall } from './run-git.js'

/**
 * `http.curloptResolve` came with 2.37. An older git would ignore it without a word and ask the name server itself, so an address could
 * change between our check and its use: remote repositories are refused then.
 * @throws AppError `repositories/git-too-old`, `repositories/git-missing`
 */
export async function requireGit(call: Pick<GitCall, 'home' | 'limits' | 'signal'>): Promise<void> {
  const { stdout } = await runGit({ ...call, args: ['--version'], access: { protocols: [] } })
  const [, major, minor] = /(\d+)\.(\d+)/.exec(stdout.toString('latin1')) ?? []
  if (Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 37)) return
  throw new AppError('repositories/git-too-old', 'internal', 'The git of this machine is too old to fetch from other hosts safely.', {
    advice: 'Install git 2.39 or newer; local repositories can be documented with the one there is.',
  })
}
