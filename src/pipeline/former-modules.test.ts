import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { filesystemWorld, type CacheWorld } from '../../test/contracts/cache/cache-world.js'
import { sampleWiki, shop } from '../../test/contracts/cache/sample-wiki.js'
import { codeMap, moduleNode } from '../../test/support/code-map-fixture.js'
import type { ModuleNode } from '../analysis/code-map.js'
import { cacheKey } from '../cache/cache-key.js'
import type { PublishedWiki } from '../cache/published-wiki.js'
import { writeModulesFile } from '../documentation/modules-file.js'
import type { JobRun } from '../jobs/job-run.js'
import { defaultJobOptions } from '../jobs/job-status.js'
import { silentLogger } from '../platform/logger.js'
import { formerModules, moduleRules, type Divided } from './former-modules.js'

let world: CacheWorld
beforeEach(async () => {
  world = await filesystemWorld()
})
afterEach(() => world.close())

const url = 'https://example.org/o/shop'
const options = defaultJobOptions
const commitOf = (day: number) => `${day}`.repeat(40).slice(0, 40)
const dayOf = (day: number) => `2026-01-0${day}T00:00:00.000Z`
const treeOf = (name: string): ModuleNode => moduleNode('overview', ['a.ts'], [moduleNode(name, ['b.ts'])], { path: '' })

/** The commit of a day of January, documented now. Its only module is called after it, unless its files say otherwise. */
async function document(day: number, changes: Partial<PublishedWiki> & { readonly from?: string; readonly text?: string } = {}): Promise<PublishedWiki> {
  const { from, text, ...facts } = changes
  const commit = commitOf(day)
  const sample = sampleWiki(commit)
  const code = { ...codeMap({ files: {}, modules: treeOf(`day-${day}`) }), modulesFrom: from }
  const files = new Map([['modules.json', text ?? writeModulesFile(code, commit, false)]])
  const told = { ...sample.facts, key: cacheKey(url, commit, facts.fingerprint ?? 'f'), committedAt: dayOf(day), moduleRules: moduleRules(options), ...facts }
  world.wall.nowMs += 1_000
  const wiki = await world.cache.stage({ ...sample, files, facts: told })
  await world.record(wiki)
  return wiki
}

function attempts(): Pick<JobRun, 'checkpoints'> {
  const kept = new Map<string, string>()
  return { checkpoints: { get: async (step) => kept.get(step), put: async (step, value) => void kept.set(step, value) } }
}

async function asked(day: number, changes: Partial<Divided> = {}, run = attempts()): Promise<string | undefined> {
  const subject = { ...shop, url, revision: { kind: 'default' } as const }
  const divided = { subject, options, commit: commitOf(day), committedAt: dayOf(day), refName: 'main', ...changes }
  const former = await formerModules(divided, { library: world.library, logger: silentLogger }, run)
  return former && `${former.modules.children[0]?.id ?? ''} of ${former.commit?.[0] ?? 'nobody'}`
}

describe('the modules that a wiki keeps', () => {
  test('are those of the newest earlier commit, in whatever order they were documented', async () => {
    await document(5)
    await document(1)
    await document(3)
    expect([await asked(4), await asked(2), await asked(9)]).toEqual(['day-3 of 3', 'day-1 of 1', 'day-5 of 5'])
  })

  test('are nobody’s when there is no earlier commit; one of the same second is none', async () => {
    await document(5)
    expect(await asked(4)).toBeUndefined()
    expect(await asked(6, { committedAt: dayOf(5) })).toBeUndefined()
  })

  test('are those of the same branch or tag first', async () => {
    await document(2, { refName: '1.x' })
    await document(3, { refName: 'main' })
    expect([await asked(4, { refName: '1.x' }), await asked(4, { refName: 'v9' }), await asked(4, { refName: undefined })]).toEqual(['day-2 of 2', 'day-3 of 3', 'day-3 of 3'])
  })

  test('are its own when the commit is documented again, from whom it had them at first', async () => {
    await document(2, { from: commitOf(1) })
    await document(1, { fingerprint: 'with a model' })
    expect(await asked(2)).toBe('day-2 of 1')
    await document(6)
    expect(await asked(6)).toBe('day-6 of nobody')
  })

  test('never come from another analysis, another choice of files, an imported wiki or another repository of the name', async () => {
    await document(1, { moduleRules: 'of an older version' })
    await document(2, { moduleRules: moduleRules({ ...options, exclude: ['docs/**'] }) })
    await document(3, { moduleRules: undefined })
    await document(4, { url: 'http://example.org/o/shop' })
    expect(await asked(9)).toBeUndefined()
    expect(await asked(9, { options: { ...options, exclude: ['docs/**'] } })).toBe('day-2 of 2')
  })

  test('do not hang on a model', async () => {
    await document(1, { fingerprint: 'with a model', mainModel: 'm' })
    expect(await asked(2)).toBe('day-1 of 1')
  })
})

describe('an earlier wiki that cannot be read', () => {
  test('is passed over for the one before', async () => {
    await document(1)
    await document(2, { text: '{"format":1' })
    const { location } = await document(3)
    writeFileSync(join(world.folder, location, 'wiki.db'), 'no database')
    expect(await asked(4)).toBe('day-1 of 1')
  })

  test('fails nothing, nor does a library that is away', async () => {
    await document(1)
    const away = { ...world.library, versions: () => Promise.reject(new Error('away')) }
    const divided = { subject: { ...shop, url, revision: { kind: 'default' } as const }, options, commit: commitOf(2), committedAt: dayOf(2), refName: 'main' }
    expect(await formerModules(divided, { library: away, logger: silentLogger }, attempts())).toBeUndefined()
  })
})

test('a later attempt keeps the same modules, or none, whatever was published or removed between', async () => {
  const [first, second] = [attempts(), attempts()]
  expect(await asked(4, {}, first)).toBeUndefined()
  const { key } = await document(3)
  expect(await asked(4, {}, second)).toBe('day-3 of 3')
  await world.cache.remove(key)
  expect([await asked(4, {}, first), await asked(4, {}, second), await asked(4)]).toEqual([undefined, 'day-3 of 3', undefined])
})
