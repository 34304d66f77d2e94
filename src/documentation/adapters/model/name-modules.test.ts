import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../../test/support/letterbox-code-map.js'
import { prompts } from '../../../../test/support/prompts.js'
import type { ModuleName } from '../../module-names.js'
import { renameModules } from '../../plan/rename-modules.js'
import { planWiki } from '../../plan-wiki.js'
import { namesToAsk, namingRequests, readNames } from './name-modules.js'

const plan = planWiki(letterboxCodeMap(), letterboxSubject)
const asked = namesToAsk(plan, new Map(), 'w').asked
const settings = { prompts, model: 'planner', maxOutputTokens: 9 }
const answer = (...modules: readonly { id: string; title: string; purpose?: string }[]) => JSON.stringify({ modules })
const read = (text: string) => readNames(plan, asked, [text], [], 'w').map(({ slug, title, purpose }) => [slug, title, purpose])

describe('names of modules', () => {
  it('are asked for by facts, with the planner’s model and the shape of the answer', () => {
    const [request] = namingRequests(plan, asked, new Map(), settings)
    expect(request).toMatchObject({ model: 'planner', schema: { required: ['modules'] }, temperature: 0 })
    expect(request?.prompt).toContain(
      'Modules to name:\n- [[queue]] at present: Queue\n  folder: src/queue\n  purpose: Keeps letters until somebody takes them, across restarts.\n  main definitions: `LetterQueue`, `Letter`, `maxLetters`\n- [[transport]] at present: Transport',
    )
  })

  it('are taken where they are sound', () => {
    const text = `Here it is:\n\`\`\`json\n${answer({ id: 'queue', title: 'Letter storage', purpose: 'Keeps letters for `LetterQueue`' }, { id: '[[transport]]', title: 'Pigeon transport' })}\n\`\`\``
    expect(read(text)).toEqual([
      ['queue', 'Letter storage', 'Keeps letters for `LetterQueue`.'],
      ['transport', 'Pigeon transport', undefined],
    ])
  })

  it.each([
    ['a path', 'src/queue'],
    ['a file', 'letter-queue.ts'],
    ['markdown', '**Queue**'],
    ['too many words', 'The queue of all letters'],
    ['a heading of the page', 'LetterQueue'],
    ['a section of every page', 'How it works'],
    ['the name of the module beside it', 'transport'],
    ['nothing', ''],
  ])('stay as the code has them when the model says %s', (_, title) => {
    expect(read(answer({ id: 'queue', title }))).toEqual([['queue', 'Queue', undefined]])
  })

  it.each(['It keeps `Nothing` here.', 'Keeps letters. And more.', 'See https://evil.example/ for it.', 'Keeps [[transport]] letters now.', '<b>Keeps</b> letters for all.', 'x '.repeat(200)])('have no purpose of "%s"', (purpose) => {
    expect(read(answer({ id: 'queue', title: 'Letters', purpose }))).toEqual([['queue', 'Letters', undefined]])
  })

  it('are of no module that was not asked for, and of each once, whatever the answer is', () => {
    expect(read(answer({ id: 'queue', title: 'One' }, { id: 'queue', title: 'Two' }, { id: 'overview', title: 'Root' }, { id: 'evil', title: 'Evil' }))).toEqual([['queue', 'One', undefined]])
    for (const text of ['', '{', '{"modules":7}', '[]', 'I am sorry.']) expect(read(text)).toEqual([])
    expect(read(answer({ id: 'queue', title: 'Letters' }, { id: 'transport', title: 'letters' }))).toEqual([['queue', 'Letters', undefined], ['transport', 'Transport', undefined]])
  })

  it('are kept without asking while what they were given for is the same, and offered where it is not', () => {
    const names = readNames(plan, asked, [answer({ id: 'queue', title: 'Letter storage' }, { id: 'transport', title: 'Pigeons' })], [], 'w')
    const former = new Map(names.map((name) => [name.slug, name]))
    expect(namesToAsk(plan, former, 'w')).toEqual({ kept: names, asked: [] })
    expect(namesToAsk(plan, former, 'another writer').asked).toHaveLength(2)
    const code = letterboxCodeMap()
    const changed = planWiki({ ...code, files: code.files.map((file) => (file.path === 'src/queue/index.ts' ? { ...file, doc: 'Loses letters.' } : file)) }, letterboxSubject)
    const again = namesToAsk(changed, former, 'w')
    expect(again.asked.map(({ slug }) => slug)).toEqual(['queue'])
    expect(namingRequests(changed, again.asked, former, settings)[0]?.prompt).toContain('former title: Letter storage')
  })
})

describe('a plan whose modules are called otherwise', () => {
  const name = (slug: string, title: string, purpose?: string): ModuleName => ({ slug, title, purpose, facts: 'f' })
  const renamed = renameModules(plan, [name('queue', 'Letter storage', 'Forgets letters.'), name('transport', 'Pigeons', 'Sends pigeons.')])

  it('has the titles on pages and in the tree, and the same addresses', () => {
    expect(renamed.pages.map(({ slug, title }) => [slug, title])).toEqual([['overview', 'letterbox'], ['queue', 'Letter storage'], ['transport', 'Pigeons'], ['testing', 'Testing']])
    expect(renamed.tree.children.slice(0, 2).map(({ slug, title }) => [slug, title])).toEqual([['queue', 'Letter storage'], ['transport', 'Pigeons']])
  })

  it('says of a purpose what somebody wrote in the code, before what the model says', () => {
    expect(renamed.purposes.get('queue')?.markdown).toBe('Keeps letters until somebody takes them, across restarts.')
    expect(renamed.purposes.get('transport')?.markdown).toBe('Sends pigeons.')
  })
})
