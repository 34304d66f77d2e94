import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GitLab } from '../support/git-lab.js'
import { GitServer } from '../support/git-server.js'
import { drip, endlessHeaders, flood, hang, toGit, type LabAnswer } from '../support/lab-answers.js'
import { processesNaming } from '../support/processes.js'
import { deltaBomb, floodingHost, hostOfTree, idOf, rawHost, treeEntry, type RawObject } from '../support/raw-git-host.js'

let server: GitServer
let lab: GitLab
beforeAll(async () => {
  server = await GitServer.start()
  lab = new GitLab()
})
afterAll(async () => {
  await server.stop()
  lab.remove()
})

const commit = 'd'.repeat(40)
/** Beside other tests git may get little of the machine. */
const slackMs = 8_000

interface Ended {
  readonly code: string
  readonly kind: string
  readonly ms: number
}

/** How reading from such a host ends by itself; no git is left, nor anything on disk. */
async function endOf(path: string, answer: LabAnswer, limits: { readonly cloneTimeoutMs: number; readonly stallSeconds?: number; readonly memoryBytes?: number }, revision: object = {}): Promise<Ended> {
  server.lab(path, answer)
  const url = server.url(path)
  const start = performance.now()
  const error: unknown = await lab.read({ repository: url, ...revision }, limits).then(
    () => new Error('it was read'),
    (thrown: unknown) => thrown,
  )
  expect(error).toMatchObject({ code: expect.any(String) as string, advice: expect.any(String) as string })
  expect(processesNaming(url).filter(({ line }) => line.includes('git'))).toEqual([])
  const { code, kind } = error as Ended
  return { code, kind, ms: performance.now() - start }
}

describe('G1: a host that', { concurrent: true }, () => {
  it.each<[string, LabAnswer]>([
    ['hangs from the start', hang],
    ['hangs when git asks', toGit(hang)],
    ['drips', toGit(drip)],
  ])('%s is given up when the time for asking is over', async (_what, answer) => {
    const { code, kind, ms } = await endOf(`g1/${_what.replaceAll(' ', '-')}`, answer, { cloneTimeoutMs: 1_500 })
    expect([code, kind]).toEqual(['repositories/timed-out', 'transient'])
    expect(ms).toBeLessThan(1_500 + slackMs)
  })

  it.each<[string, LabAnswer]>([
    ['hangs', toGit(hang)],
    ['drips', toGit(drip)],
  ])('%s amid a fetch is given up when the time for it is over', async (what, answer) => {
    const { code, kind, ms } = await endOf(`g1/fetch-${what}`, answer, { cloneTimeoutMs: 1_500 }, { commit })
    expect([code, kind]).toEqual(['repositories/timed-out', 'transient'])
    expect(ms).toBeLessThan(1_500 + slackMs)
  })

  it.each<[string, LabAnswer]>([
    ['hangs', toGit(hang)],
    ['drips', toGit(drip)],
  ])('%s is given up by git itself, long before, when next to nothing comes', async (what, answer) => {
    const { code, kind, ms } = await endOf(`g1/stall-${what}`, answer, { cloneTimeoutMs: 600_000, stallSeconds: 1 }, { commit })
    expect([code, kind]).toEqual(['repositories/unreachable', 'transient'])
    expect(ms).toBeLessThan(1_000 + slackMs)
  })
})

describe('G2: a host that sends', () => {
  it.each<[string, LabAnswer]>([
    ['refs without end, as old servers do', toGit(flood)],
    ['refs without end, when it is asked for them', floodingHost()],
  ])('%s: the limit on memory ends git before the time is up, and it is not tried again', async (what, answer) => {
    const { code, kind, ms } = await endOf(`g2/${what.replaceAll(/\W+/g, '-')}`, answer, { cloneTimeoutMs: 600_000, memoryBytes: 100e6 })
    expect([code, kind]).toEqual(['repositories/too-large', 'too-large'])
    expect(ms).toBeLessThan(20_000)
  })

  it('refs without end, slowly enough for the memory: the time for asking ends git', async () => {
    const { code, ms } = await endOf('g2/time', toGit(flood), { cloneTimeoutMs: 1_500, memoryBytes: 4e9 })
    expect(code).toBe('repositories/timed-out')
    expect(ms).toBeLessThan(1_500 + slackMs)
  })

  it('more refs than are read: the limit on output ends git', async () => {
    const refs = Array.from({ length: 9_000 }, (_, at) => `${at.toString(16).padStart(40, '0')} refs/heads/${'x'.repeat(4_000)}${at}`)
    const { code } = await endOf('g2/many', rawHost({ refs, pack: Buffer.alloc(0) }), { cloneTimeoutMs: 600_000 }, { commit: 'abcdef1' })
    expect(code).toBe('repositories/too-large')
  })

  it.each<[string, LabAnswer]>([
    ['to us', endlessHeaders],
    ['to git', toGit(endlessHeaders)],
  ])('headers without end, %s, is cut off at once', async (what, answer) => {
    const { code, ms } = await endOf(`g2/headers-${what.replace(' ', '-')}`, answer, { cloneTimeoutMs: 600_000 })
    expect(code).toBe('repositories/unreachable')
    expect(ms).toBeLessThan(slackMs)
  })
})

describe('G3: a bomb', () => {
  const small = { cloneTimeoutMs: 60_000, memoryBytes: 300e6 }

  it.each([
    ['1 GB', 64],
    ['16 GB', 1_000],
  ])('of 50 kB that unfolds to %s by deltas is refused', async (size, copies) => {
    const pack = deltaBomb(copies)
    expect(pack.length).toBeLessThan(60_000)
    const { code, ms } = await endOf(`g3/delta-${size.replace(' ', '-')}`, rawHost({ refs: [`${commit} HEAD`], pack }), small)
    expect(code).toBe('repositories/too-large')
    expect(ms).toBeLessThan(20_000)
  })

  it('that is a file of zeros larger than our memory is refused', async () => {
    const blob: RawObject = { type: 'blob', content: Buffer.alloc(200e6) }
    const tree: RawObject = { type: 'tree', content: treeEntry('100644', 'zeros', idOf(blob)) }
    const { code } = await endOf('g3/zeros', hostOfTree(idOf(tree), [tree, blob]), { ...small, memoryBytes: 150e6 })
    expect(code).toBe('repositories/too-large')
  })

  it('of ten folders that hold each other twentyfold, 10^13 files, is refused when there are more than we read', async () => {
    const blob: RawObject = { type: 'blob', content: Buffer.from('x') }
    const file: RawObject = { type: 'tree', content: treeEntry('100644', 'x', idOf(blob)) }
    const trees = [file]
    for (let level = 0; level < 10; level += 1) {
      const below = idOf(trees.at(-1) ?? file)
      const names = Array.from({ length: 20 }, (_, at) => `d${String(at).padStart(2, '0')}`)
      trees.push({ type: 'tree', content: Buffer.concat(names.map((name) => treeEntry('40000', name, below))) })
    }
    const { code, ms } = await endOf('g3/wide', hostOfTree(idOf(trees.at(-1) ?? file), [...trees, blob]), small)
    expect(code).toBe('repositories/too-large')
    expect(ms).toBeLessThan(20_000)
  })

  it('of folders in folders, 100,000 deep, ends git by name and nothing else', async () => {
    const blob: RawObject = { type: 'blob', content: Buffer.from('x') }
    const trees: RawObject[] = [{ type: 'tree', content: treeEntry('100644', 'x', idOf(blob)) }]
    let top = idOf(trees[0] ?? blob)
    for (let level = 0; level < 100_000; level += 1) {
      const tree: RawObject = { type: 'tree', content: treeEntry('40000', 'd', top) }
      trees.push(tree)
      top = idOf(tree)
    }
    const { code } = await endOf('g3/deep', hostOfTree(top, [...trees, blob]), small)
    // Older gits overflow their stack; newer ones have a limit.
    expect(['repositories/hostile', 'repositories/too-large']).toContain(code)
  })
})
