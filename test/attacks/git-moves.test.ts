import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RepositoryRef } from '../../src/repositories/repository-ref.js'
import { completedOnce, FaultLab, patienceMs, submitted } from '../faults/fault-lab.js'
import { GitLab, never } from '../support/git-lab.js'
import { GitServer } from '../support/git-server.js'
import { isOurs } from '../support/lab-answers.js'

let lab: GitLab
beforeAll(() => {
  lab = new GitLab()
})
afterAll(() => lab.remove())

/** A branch with a commit on it, to be replaced by one without a common history. */
class MovingBranch {
  readonly first: string
  second = ''

  constructor(
    readonly server: GitServer,
    readonly path: string,
  ) {
    this.first = server.create(path, { 'first.ts': 'export const first = 1\n' }) ?? ''
  }

  get ref(): RepositoryRef {
    return lab.parse({ repository: this.server.url(this.path), branch: 'main' })
  }

  /** As `git push --force`, and a host that clears up at once. */
  move({ forgets = false } = {}): void {
    const git = (...args: string[]) => this.server.git(this.path, ...args)
    git('checkout', '--quiet', '--orphan', 'other')
    git('rm', '--quiet', '-rf', '.')
    this.second = this.server.commit(this.path, { 'second.ts': 'export const second = 2\n' })
    git('branch', '--quiet', '--force', 'main', this.second)
    if (!forgets) return
    git('reflog', 'expire', '--expire=now', '--all')
    git('gc', '--quiet', '--prune=now')
  }

  /** Where it points from the n-th question for refs on; the first is the next one. */
  script(...at: ('first' | 'second')[]): void {
    this.move()
    this.#point('first')
    const left = [...at]
    this.server.before(`${this.path}/info/refs`, () => this.#point(left.shift() ?? at.at(-1) ?? 'first'))
  }

  #point(to: 'first' | 'second'): void {
    this.server.git(this.path, 'update-ref', 'refs/heads/main', this[to])
  }
}

const gone = expect.objectContaining({ code: 'repositories/unknown-revision', kind: 'missing' })

/** Resolves, moves the branch, fetches what was resolved; the names of the files. */
async function readAcross(branch: MovingBranch, move: () => void): Promise<{ readonly commit: string; readonly names: readonly string[] }> {
  const { commit } = await lab.processor().resolve(branch.ref, never)
  expect(commit).toBe(branch.first)
  move()
  const asked: RepositoryRef = { ...branch.ref, revision: { kind: 'commit', id: commit } }
  return lab.use(asked, {}, never, async (snapshot) => ({ commit: snapshot.commit, names: snapshot.entries.map(({ path }) => path) }))
}

describe('G6: a branch that is moved by force between asking and fetching', () => {
  it('is read as it was asked for, where the host still has that commit', async () => {
    await using server = await hosting()
    const branch = new MovingBranch(server, 'g6/kept')
    expect(await readAcross(branch, () => branch.move())).toEqual({ commit: branch.first, names: ['first.ts'] })
  })

  it('is refused where the host has cleared up', async () => {
    await using server = await hosting()
    const branch = new MovingBranch(server, 'g6/forgotten')
    await expect(readAcross(branch, () => branch.move({ forgets: true }))).rejects.toThrow(gone)
  })

  it('is refused by a host that only gives out what refs are at', async () => {
    await using server = await hosting({ oldProtocol: true })
    const branch = new MovingBranch(server, 'g6/old')
    await expect(readAcross(branch, () => branch.move())).rejects.toThrow(gone)
  })

  // We ask for refs, git asks to fetch the commit, we ask who is at it, git asks to fetch that by name.
  it.each([
    ['before all of them', ['second']],
    ['after ours', ['first', 'second']],
    ['and moved back when we look who is at it, and away again', ['first', 'second', 'first', 'second']],
  ] as const)('is refused by such a host, whichever of the questions the move meets: %s', async (_when, script) => {
    await using server = await hosting({ oldProtocol: true })
    const branch = new MovingBranch(server, 'g6/between')
    await expect(readAcross(branch, () => branch.script(...script))).rejects.toThrow(gone)
  })

  it('is read from such a host when it is back in time', async () => {
    await using server = await hosting({ oldProtocol: true })
    const branch = new MovingBranch(server, 'g6/back')
    const read = await readAcross(branch, () => branch.script('first', 'second', 'first'))
    expect(read).toEqual({ commit: branch.first, names: ['first.ts'] })
  })
})

describe('G6: a job whose branch is moved by force while it fetches', { timeout: 2 * patienceMs }, () => {
  it('documents the commit that it found first, and keeps no wiki under the other', async () => {
    const faults = await FaultLab.open()
    const server = await faults.server()
    const branch = new MovingBranch(faults.git, 'g6/job')
    let asked = 0
    faults.git.before('g6/job/info/refs', (request) => {
      if (isOurs(request)) asked += 1
      if (isOurs(request) && asked === 2) branch.move()
    })
    const id = await submitted(server, faults.git.url('g6/job'), { branch: 'main' })
    const job = await completedOnce(server, id)
    expect(branch.second).toMatch(/^[0-9a-f]{40}$/)
    expect(job['commit_id']).toBe(branch.first)
    const at = (commit: string) => fetch(`${server.url}/wiki/127.0.0.1:${faults.git.port}/g6/job@${commit}/overview`)
    const kept = await at(branch.first)
    expect(kept.status).toBe(200)
    const codeMap = await (await fetch(`${server.url}/static-docs/${id}/code_map.json`)).text()
    expect([codeMap.includes('first.ts'), codeMap.includes('second.ts')]).toEqual([true, false])
    expect((await at(branch.second)).status).toBe(404)
    await faults.close()
  })
})

async function hosting(options: { readonly oldProtocol?: boolean } = {}): Promise<GitServer & AsyncDisposable> {
  const server = await GitServer.start(options)
  return Object.assign(server, { [Symbol.asyncDispose]: () => server.stop() })
}
