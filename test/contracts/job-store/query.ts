import { expect, it } from 'vitest'
import type { World } from './job-store-contract.js'
import { claimed, completed, failed, inserted, jobInState, limits, newestLookedAt, newJob, progress, running } from './job-store-world.js'

export function queryContract(world: World): void {
  const ids = async (query: { status?: 'failed' | 'queued'; repo?: string; cursor?: string; limit?: number } = {}) =>
    (await world().store.list({ limit: 100, ...query })).jobs.map(({ id }) => id)

  it('lists newest first, a page at a time, stable while jobs are added', async () => {
    const all: string[] = []
    for (let at = 0; at < 7; at++) all.unshift(await inserted(world()))
    const first = await world().store.list({ limit: 3 })
    await inserted(world())
    const second = await world().store.list({ limit: 3, cursor: first.nextCursor })
    const third = await world().store.list({ limit: 3, cursor: second.nextCursor })
    expect([first, second, third].flatMap(({ jobs }) => jobs.map(({ id }) => id))).toEqual(all)
    expect(third.nextCursor).toBeUndefined()
  })

  it('gives no cursor for a page that ends with the list', async () => {
    await inserted(world())
    await inserted(world())
    expect((await world().store.list({ limit: 2 })).nextCursor).toBeUndefined()
  })

  it.each(['nonsense', '', Buffer.from("' OR 1=1 --").toString('base64url')])(
    'refuses the cursor %j that it did not give out',
    async (cursor) => {
      await expect(world().store.list({ limit: 1, cursor })).rejects.toMatchObject({ code: 'jobs/invalid-cursor', kind: 'invalid' })
    },
  )

  it('filters by status and by a part of the repository, in any case, taking wildcards literally', async () => {
    const broken = await jobInState(world(), 'failed')
    const waiting = await inserted(world(), { repo: 'Team/My_App' })
    expect(await ids({ status: 'failed' })).toEqual([broken])
    expect(await ids({ status: 'queued' })).toEqual([waiting])
    for (const repo of ['team/my_app', 'my_', 'https://example.org/Team/My_App', 'EXAMPLE.ORG/team'])
      expect(await ids({ repo })).toEqual([waiting])
    for (const repo of ['my%app', 'm__app', '\\']) expect(await ids({ repo })).toEqual([])
    expect(await ids({ repo: 'my_app', status: 'failed' })).toEqual([])
  })

  it('finds all and only the jobs whose URL or path has the part in it, in pages, of any state', async () => {
    const repos = ['Team/My_App', 'team/my-app', 'team/myapp', 'team/app%my', 'a/b', 'a/bc', 'group/sub/"quoted"', 'group/sub/a\\b']
    const jobs: { id: string; url: string; status: string }[] = []
    for (let at = 0; at < 4 * repos.length; at++) {
      const repo = repos[(at * 5) % repos.length] ?? ''
      const status = (['completed', 'failed', 'cancelled', 'queued'] as const)[Math.floor(at / 5) % 4] ?? 'queued'
      const id = await inserted(world(), { repo, openKey: `key ${at}` })
      if (status === 'cancelled') await world().store.cancel(id)
      if (status === 'completed' || status === 'failed') {
        const { lease } = await claimed(world())
        expect(lease.jobId).toBe(id)
        await world().store.settle(lease, status === 'failed' ? failed : completed())
      } else if (status === 'queued') await world().store.setPaused(id, true)
      jobs.unshift({ id, url: `https://example.org/${repo}`, status })
    }
    const parts = [
      'a',
      'B',
      '_',
      '%',
      '\\',
      '"',
      'my',
      'Y-',
      'b/',
      'app',
      'APP',
      '/my',
      'y_a',
      'y%a',
      'b"',
      '"quo',
      'a\\b',
      'team/my',
      'MY_APP',
      'example.org/A/b',
      'https://example.org/a/b',
      'https://',
      'nowhere',
      'zq',
      'ä',
      '日',
      '\0',
      'my\0app',
      "' OR 1",
      '*',
      'app OR team',
      '',
    ]
    for (const repo of parts) {
      for (const status of [undefined, 'completed', 'failed', 'queued'] as const) {
        const fitting = jobs.filter(
          (job) => job.url.toLowerCase().includes(repo.toLowerCase()) && (status === undefined || job.status === status),
        )
        for (const limit of [3, 100]) {
          const listed: string[] = []
          let cursor: string | undefined
          do {
            const page = await world().store.list({ repo, status, limit, cursor })
            listed.push(...page.jobs.map(({ id }) => id))
            cursor = page.nextCursor
          } while (cursor !== undefined)
          expect({ repo, status, limit, listed }).toEqual({ repo, status, limit, listed: fitting.map(({ id }) => id) })
        }
      }
    }
  })

  it('finds a local repository by the name that it goes by, which its URL does not have', async () => {
    const local = newJob()
    const url = 'file:///srv/my%20code/the%20app'
    await world().store.insert(
      { ...local, subject: { ...local.subject, url, host: 'local', owner: 'my-code-1f2e3d', name: 'the-app' } },
      limits,
    )
    for (let at = 0; at < newestLookedAt; at++) await inserted(world())
    for (const repo of ['the-app', 'the%20app', 'my-code-1f2e3d/the-app', 'the', 'e-']) expect(await ids({ repo })).toEqual([local.id])
    expect(await ids({ repo: 'the app' })).toEqual([])
  })

  it('finds the newest job of each repository that an alias fits', async () => {
    await inserted(world(), { repo: 'a/b--c' })
    const newest = await inserted(world(), { repo: 'a/b--c' })
    const other = await inserted(world(), { repo: 'a--b/c' })
    const nested = await inserted(world(), { repo: 'group/Sub/repo' })
    expect((await world().store.findByAlias('A--b--C')).map(({ id }) => id)).toEqual([other, newest])
    expect((await world().store.findByAlias('group--sub--repo')).map(({ id }) => id)).toEqual([nested])
    expect(await world().store.findByAlias('a--b')).toEqual([])
  })

  it('counts jobs by state, through all their moves', async () => {
    for (const state of ['completed', 'failed', 'cancelled', 'processing'] as const) await jobInState(world(), state)
    await inserted(world())
    expect(await world().store.figures()).toEqual({ queued: 1, processing: 1, completed: 1, failed: 1, cancelled: 1, paused: false })
    await world().store.remove((await ids({ status: 'failed' }))[0] ?? '')
    expect(await world().store.figures()).toEqual({ queued: 1, processing: 1, completed: 1, failed: 0, cancelled: 1, paused: false })
  })

  it('tells the place in the queue of waiting jobs only', async () => {
    const [first, second, paused, urgent] = [
      await inserted(world()),
      await inserted(world()),
      await inserted(world()),
      await inserted(world(), { priority: 1 }),
    ]
    await world().store.setPaused(paused, true)
    const places = async () => Promise.all([urgent, first, second, paused, 'unknown'].map((id) => world().store.queuePosition(id)))
    expect(await places()).toEqual([1, 2, 3, undefined, undefined])
    await claimed(world())
    expect(await places()).toEqual([undefined, 1, 2, undefined, undefined])
  })

  it('tells past run times of a repository, or of any, newest first, without cache hits and failures', async () => {
    const finish = async (repo: string, ms: number, outcome = completed()) => {
      await inserted(world(), { repo })
      const { lease } = await claimed(world())
      await world().store.report(lease, { progress: progress('x'), stage: 'cloning', events: [] })
      world().clock.advance(ms)
      await world().store.report(lease, { progress: progress('y'), stage: 'writing', events: [] })
      world().clock.advance(2 * ms)
      await world().store.settle(lease, outcome)
    }
    await finish('a/one', 100)
    await finish('a/one', 200)
    await finish('a/two', 300)
    await finish('a/one', 1, completed({ fromCache: true }))
    await finish('a/one', 1, failed)
    expect(await world().store.pastRuns('https://example.org/a/one', 5)).toEqual([
      { totalMs: 600, stageMs: { cloning: 200, writing: 400 } },
      { totalMs: 300, stageMs: { cloning: 100, writing: 200 } },
    ])
    expect(await world().store.pastRuns(undefined, 1)).toEqual([
      { totalMs: 900, stageMs: { cloning: 300, writing: 600 } },
    ])
  })

  it('knows no past runs at first', async () => {
    await running(world())
    expect([await world().store.pastRuns('https://example.org/octo/cat', 5), await world().store.pastRuns(undefined, 5)]).toEqual([[], []])
  })
}
