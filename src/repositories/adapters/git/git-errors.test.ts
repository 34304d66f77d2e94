import { describe, expect, it } from 'vitest'
import { gitError } from './git-errors.js'

const cases: readonly [string, string, string, boolean][] = [
  ['a part of git that was killed', 'error: index-pack died of signal 9\nfatal: index-pack failed', 'repositories/git-failed', true],
  ['a transfer that was cut', 'fatal: early EOF\nfatal: index-pack failed', 'repositories/unreachable', true],
  ['a check of what came that could not be done', 'error: http://127.0.0.1/a/b did not send all necessary objects', 'repositories/git-failed', true],
  ['a full disk, whatever else it broke', 'fatal: write error: No space left on device\nfatal: index-pack failed', 'repositories/disk-full', true],
  ['objects that are refused', 'error: object 1a2b3c: hasDotgit: contains .git\nfatal: fsck error in packed object', 'repositories/hostile', false],
  ['folders that crash git', 'error: rev-list died of signal 11\nerror: did not send all necessary objects', 'repositories/hostile', false],
]

describe('what git says', () => {
  it.each(cases)('of %s is called by its name, and tried again only when that may help', (_, stderr, code, mayPass) => {
    const error = gitError(128, stderr)
    expect([error.code, error.kind === 'transient']).toEqual([code, mayPass])
  })

  it('is kept for the log, without the words of the other side', () => {
    expect(gitError(128, 'remote: secret\nfatal: early EOF\n').cause).toEqual(new Error('git ended with 128: fatal: early EOF'))
  })

  it('of a file that is called like a failure is not taken for one', () => {
    expect(gitError(128, "fatal: unable to access 'https://host/corrupt/early EOF.git': Failed to connect").code).toBe('repositories/unreachable')
  })
})
