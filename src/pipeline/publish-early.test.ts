import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesystemWorld, type CacheWorld } from '../../test/contracts/cache/cache-world.js'
import { letterboxCodeMap, letterboxSubject } from '../../test/support/letterbox-code-map.js'
import { quietRun } from '../../test/support/quiet-run.js'
import type { CodeMap } from '../analysis/code-map.js'
import { cacheKey } from '../cache/cache-key.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import { DeterministicGenerator } from '../documentation/adapters/deterministic/deterministic-generator.js'
import { planWiki } from '../documentation/plan-wiki.js'
import { defaultJobOptions } from '../jobs/job-status.js'
import { silentLogger } from '../platform/logger.js'
import { renderMarkdown } from '../rendering/render-markdown.js'
import { publishEarly } from './publish-early.js'
import { writePages } from './write-pages.js'

let world: CacheWorld
beforeEach(async () => {
  world = await filesystemWorld()
})
afterEach(() => world.close())

const code = letterboxCodeMap()
const [queue, transport] = code.modules.children
if (queue === undefined || transport === undefined) throw new Error('the letterbox has two modules')
const merged = { ...queue, path: undefined, files: [...queue.files, ...transport.files], formerSlugs: [transport.id] }
const divided: CodeMap = { ...code, modules: { ...code.modules, children: [merged] } }

const { commit, committedAt } = letterboxSubject
const job = { id: 'job', subject: { ...letterboxSubject, revision: { kind: 'default' } as const }, options: defaultJobOptions }
const snapshot = {
  commit,
  committedAt,
  ...{ sizeBytes: 1, entries: [], skipped: [] },
  blobs: async function* () {
    // Nobody reads sources here.
  },
  [Symbol.asyncDispose]: async () => undefined,
}
const generator = new DeterministicGenerator('1')
const renderer = { render: renderMarkdown, highlight: async () => [], close: async () => undefined }

/** An attempt that gives its readers the code's own wiki, a second later each time. */
async function readable(one: CodeMap, isRedivided: boolean, attempt = 1) {
  world.wall.nowMs += 1_000
  const run = quietRun({ attempt, publish: async ({ publication }) => (publication === undefined ? undefined : world.record(publication as PublishedWiki)) })
  const plan = planWiki(one, letterboxSubject)
  const written = await writePages(plan, { generator, renderer }, run)
  const input = { job, chosen: defaultJobOptions, run, code: one, modulesJudged: isRedivided, plan, snapshot, refName: 'main', written, key: 'the-model', isRedivided }
  const { over } = await publishEarly(input, { generator, renderer, library: world.library, cache: world.cache, logger: silentLogger }, { version: '1' })
  const shown = await world.library.open({ ...letterboxSubject, commit })
  return { fits: over !== undefined, shows: shown?.tree().children.map(({ slug }) => slug).slice(0, 2), at: shown?.record.createdAt.getTime(), record: shown?.record }
}

describe('what can be read before a model has explained it', { timeout: 60_000 }, () => {
  it('is stored once, and once more when a model has divided it otherwise, also after a crash between', async () => {
    const first = await readable(code, false)
    expect(first).toMatchObject({ fits: true, shows: ['queue', 'transport'] })
    expect(await readable(code, false, 2)).toMatchObject({ fits: true, at: first.at })
    const second = await readable(divided, true, 2)
    expect(second).toMatchObject({ fits: true, shows: ['queue', 'testing'] })
    expect(await readable(divided, true, 3)).toMatchObject({ fits: true, at: second.at })
    expect((await world.library.open({ ...letterboxSubject, commit }))?.movedTo('transport')).toBe('queue')
    expect(await world.cache.list()).toHaveLength(1)
  })

  it('stays as another job left it when nobody has divided it otherwise', async () => {
    const first = await readable(divided, true)
    expect(await readable(code, false)).toMatchObject({ fits: false, shows: first.shows, at: first.at })
  })

  it('does not take the place of what another model has explained', async () => {
    const { record } = await readable(code, false)
    if (record === undefined) throw new Error('there is nothing to read')
    world.wall.nowMs += 1_000
    await world.record({ ...record, key: cacheKey(record.url, commit, 'another'), mainModel: 'another', createdAt: new Date(world.wall.nowMs) })
    expect(await readable(divided, true)).toMatchObject({ fits: false, shows: ['queue', 'transport'] })
  })
})
