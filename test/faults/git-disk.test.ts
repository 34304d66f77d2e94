import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GitLab, never } from '../support/git-lab.js'
import { GitServer } from '../support/git-server.js'
import { SmallDisk } from '../support/small-disk.js'

const disk = SmallDisk.mount(4)

describe.runIf(disk !== undefined)('S2: a disk that is full at some write of a clone', () => {
  it('is named as such at every one of them, so that the job is parked, and nothing of the clone stays', async () => {
    if (disk === undefined) return
    const [server, lab] = [await GitServer.start(), new GitLab()]
    const commit = server.create('o/disk', { 'a.ts': 'a', 'noise.bin': randomBytes(200_000) }) ?? ''
    const ref = lab.parse({ repository: server.url('o/disk') })
    const ends: unknown[] = []
    for (const leaveKb of [0, 4, 8, 12, 16, 64]) {
      disk.fill(leaveKb)
      const fetching = lab.processor().fetch(ref, commit, { directory: disk.folder, signal: never })
      ends.push(await fetching.then(() => 'read', ({ code, isOutage }: { code: string; isOutage: boolean }) => ({ leaveKb, code, isOutage })))
      expect(readdirSync(disk.folder)).toEqual([])
      disk.free()
    }
    expect(ends).toEqual([0, 4, 8, 12, 16, 64].map((leaveKb) => ({ leaveKb, code: 'repositories/disk-full', isOutage: true })))
    await using snapshot = await lab.processor().fetch(ref, commit, { directory: disk.folder, signal: never })
    expect(snapshot.entries.map(({ path }) => path)).toEqual(['a.ts', 'noise.bin'])
    await server.stop()
    lab.remove()
    disk.unmount()
  })
})
