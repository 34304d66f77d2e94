import { describe, expect, it } from 'vitest'
import { gitError } from './git-errors.js'

const cases: readonly [string, string, string, boolean][] = [
  ['a part of git that was killed', 'error: index-pack died of signal 9\nfatal: index-pack failed', 'repositories/git-failed', true],
  ['a transfer that was cut', 'fatal: early EOF\nfatal: index-pack failed', 'repositories/unreachable', true],
  ['a check of what came that could not be done', 'error: http://127.0.0.1/a/b did not send all necessary objects', 'repositories/git-failed', true],
  ['a full disk, whatever else it broke', 'fatal: write error: No space left on device\nfatal: index-pack failed', 'repositories/disk-full', true],
  ['what came, when the part that reads it ended without a word', 'fatal: index-pack failed', 'repositories/damaged', true],
  ['an object that cannot be unpacked', 'error: inflate: data stream error (incorrect data check)\nfatal: corrupt loose object', 'repositories/damaged', true],
  ['objects that are refused', 'error: object 1a2b3c: hasDotgit: contains .git\nfatal: fsck error in packed object', 'repositories/hostile', false],
  ['folders that crash git', 'error: rev-list died of signal 11\nerror: did not send all necessary objects', 'repositories/hostile', false],
]

const ended = (stderr: string, code: number | null = 128, signal: NodeJS.Signals | null = null) => ({ code, signal, stderr })

describe('what git says', () => {
  it.each(cases)('of %s is called by its name, and tried again only when that may help', (_, stderr, code, mayPass) => {
    const error = gitError(ended(stderr))
    expect([error.code, error.kind === 'transient']).toEqual([code, mayPass])
  })

  it('is kept for the log, without the words of the other side', () => {
    expect(gitError(ended('remote: secret\nfatal: early EOF\n')).cause).toEqual(new Error('git ended with 128: fatal: early EOF'))
  })

  it('of a file that is called like a failure is not taken for one', () => {
    expect(gitError(ended("fatal: unable to access 'https://host/corrupt/early EOF.git': Failed to connect")).code).toBe('repositories/unreachable')
  })

  it.each([
    ['killed from outside', null, 'SIGKILL', 'repositories/git-failed'],
    ['killed from outside, in a namespace of its own', 137, null, 'repositories/git-failed'],
    ['told to stop', 143, null, 'repositories/git-failed'],
    ['over its limit on time', 152, null, 'repositories/too-large'],
    ['over its limit on the size of files', null, 'SIGXFSZ', 'repositories/too-large'],
    ['ended with a code of its own', 129, null, 'repositories/git-failed'],
  ] as const)('nothing when it is %s, and how it ended names the failure', (_, code, signal, expected) => {
    expect(gitError(ended('', code, signal)).code).toBe(expected)
  })
})
