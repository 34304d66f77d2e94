import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../test/support/letterbox-code-map.js'
import { planWiki } from '../plan-wiki.js'
import { writePlannedPage } from '../pages/write-page.js'
import type { CodeMap, Component } from '../../analysis/code-map.js'

/** Letterbox with more transports, all of which `main` names. */
function withTransports(names: readonly string[]): CodeMap {
  const code = letterboxCodeMap()
  const file = code.files.find(({ path }) => path === 'src/transport/pigeon.ts') ?? expect.fail('no file')
  const pigeon = code.components.find(({ name }) => name === 'PigeonTransport') ?? expect.fail('no component')
  const added = names.map((name): Component => ({ ...pigeon, id: `src/transport/${name.toLowerCase()}.ts#${name}`, name, qualifiedName: name, path: `src/transport/${name.toLowerCase()}.ts`, startLine: 4, endLine: 30 }))
  const reference = { lines: [4], count: 1, tier: 'import' as const }
  return {
    ...code,
    files: [...code.files, ...added.map(({ path }) => ({ ...file, path }))],
    components: [...code.components, ...added],
    references: [
      ...code.references,
      ...added.flatMap(({ id }) => [{ ...reference, from: id, to: 'src/transport/transport.ts#Transport', kind: 'implements' as const }, { ...reference, from: 'src/cli.ts#main', to: id, kind: 'new' as const }]),
      ...added.map(({ id }) => ({ ...reference, from: 'test/letter-queue.test.ts', to: id, kind: 'new' as const })),
    ],
  }
}

const page = (code: CodeMap) => {
  const plan = planWiki(code, letterboxSubject)
  const planned = plan.pages.find((one) => one.kind === 'topic' && one.address === 'extending')
  return planned === undefined ? undefined : writePlannedPage(plan, planned)
}

describe('how to add one more of a kind', () => {
  it('is read from those that are there: what to implement, where to name it, how to test it', () => {
    expect(page(withTransports(['Telegraph', 'Balloon']))?.markdown.split('\n').slice(4)).toEqual([
      '## Another `Transport`',
      '',
      '1. Extend or implement [`Transport`](transport.md#transport-interface), which has `deliver` ([src/transport/transport.ts:4-20](source/src/transport/transport.ts#L4-L20)).',
      '2. Begin with [`Balloon`](source/src/transport/balloon.ts#L4-L30), a short one of 3 ([src/transport/balloon.ts:4-30](source/src/transport/balloon.ts#L4-L30)); the others are [`Telegraph`](source/src/transport/telegraph.ts#L4-L30) and [`PigeonTransport`](transport.md#pigeontransport).',
      '3. Name it where its siblings are named: [`main`](overview.md#main) names 3 of them ([src/cli.ts:10-58](source/src/cli.ts#L10-L58)).',
      '4. Test it as [`test/letter-queue.test.ts`](source/test/letter-queue.test.ts) tests [`Balloon`](source/src/transport/balloon.ts#L4-L30).',
      '',
    ])
  })

  it('is not told where there is no pattern', () => {
    expect(page(letterboxCodeMap())).toBeUndefined()
    expect(page(withTransports(['Telegraph']))).toBeUndefined()
  })
})
