import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { recordsFolder } from '../../src/repositories/adapters/git/run-git.js'
import { GitLab, never } from '../support/git-lab.js'
import { GitServer } from '../support/git-server.js'

it('G4: a git that is killed while its files are read says nothing against the repository: it is tried again', async () => {
  const [server, lab] = [await GitServer.start(), new GitLab()]
  server.create('o/large', { 'a.ts': 'a', 'b.ts': 'b'.repeat(4_000_000) })
  const reading = lab.use(lab.parse({ repository: server.url('o/large') }), {}, never, async (snapshot) => {
    const read: string[] = []
    for await (const { entry } of snapshot.blobs(snapshot.entries, never)) {
      read.push(entry.path)
      const [record] = readdirSync(recordsFolder(lab.home))
      const { pid } = JSON.parse(readFileSync(`${recordsFolder(lab.home)}/${record}`, 'utf8')) as { pid: number }
      process.kill(-pid, 'SIGKILL')
    }
    return read
  })
  await expect(reading).rejects.toMatchObject({ code: 'repositories/git-failed', kind: 'transient' })
  await server.stop()
  lab.remove()
})
