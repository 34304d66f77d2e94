import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../../test/support/letterbox-code-map.js'
import { planWiki } from '../../plan-wiki.js'
import type { Component } from '../../../analysis/code-map.js'
import type { Prose, Sentence } from './prose-blocks.js'
import { proseScope } from './prose-scope.js'
import { readProse, soundProse } from './read-prose.js'

const plan = planWiki(letterboxCodeMap(), letterboxSubject)
const component = (id: string): Component => {
  const found = plan.index.components.get(id)
  if (found === undefined) throw new Error(`no component ${id}`)
  return found
}
const cited = ['src/queue/letter-queue.ts#LetterQueue', 'src/queue/letter-queue.ts#LetterQueue.take', 'src/transport/pigeon.ts#PigeonTransport', 'src/cli.ts#main'].map((id, at) => ({ id: `S${at + 1}`, component: component(id) }))
const queueSource = Array.from({ length: 160 }, (_, at) => (at === 60 ? "// see https://example.org/queues and the flockId" : '')).join('\n')
const scope = proseScope(plan, { cited, modules: [{ slug: 'transport' }], texts: ['The `trunk` of socket.io, --fast and max-len: `a. B`'], sources: new Map([['src/queue/letter-queue.ts', queueSource]]) })

const read = (answer: string) => readProse(answer, scope)

function line({ parts }: Sentence): string {
  return parts
    .map((part) => {
      if (part.kind === 'cite') return `{${part.component.name}${part.lines === undefined ? '' : `:${part.lines.startLine}-${part.lines.endLine}`}}`
      return part.kind === 'module' ? `<${part.slug}>` : part.kind === 'code' ? `\`${part.text}\`` : part.text
    })
    .join('')
}

/** The prose as one line per item, ids as names in brackets. */
function shown(prose: Prose | undefined): string[] {
  return (prose?.blocks ?? []).flatMap((block) => {
    if (block.kind === 'heading') return [`### ${line(block.sentence)}`]
    return block.kind === 'diagram' ? [`(${block.diagram.kind})`] : block.items.map((item) => item.map(line).join(' | '))
  })
}

describe('an answer', () => {
  it('is read as citations, module links and code, sentence by sentence', () => {
    const prose = read('The `LetterQueue` keeps letters [S1]. It hands them to [[transport]] with `a. B` [S1, S2]. See e.g. `take`. [S2]\n\nAnother one [S2].')
    expect(prose.violations).toEqual([])
    expect(shown(prose)).toEqual(['The `LetterQueue` keeps letters {LetterQueue}. | It hands them to <transport> with `a. B` {LetterQueue}{take}. | See e.g. `take`. {take}', 'Another one {take}.'])
  })

  it('may have headings of the third level, and lists whose every item cites', () => {
    const prose = read('### Taking `Letter`s ###\n\nFirst\nthis:\n- one\n  goes on [S1]\n* two [S2]\n\n1. three [S2]')
    expect(prose.violations).toEqual([])
    expect(shown(soundProse(prose))).toEqual(['### Taking `Letter`s', 'First this:', 'one goes on {LetterQueue}', 'two {take}', 'three {take}'])
    expect(prose.blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'list'])
  })

  it('cites lines by counting from the first of the component', () => {
    expect(shown(read('A claim [S2:L1-3]. Another [S2:L2, S1: L5–L9].'))).toEqual(['A claim {take:52-54}. | Another {take:53-53}{LetterQueue:16-20}.'])
  })

  it.each([
    ['an unknown component', 'A claim [S9].', '[S9] is no component'],
    ['an id of another kind', 'A claim [M1].', '[M1] is no component'],
    ['lines that the component does not have', 'A claim [S2:L52-80].', 'it has 29, counted from its own first as L1'],
    ['lines in the wrong order', 'A claim [S2:L9-3].', 'names no lines'],
    ['lines that are none', 'A claim [S2:take].', 'names no lines'],
    ['lines from zero on', 'A claim [S2:L0-3].', 'names no lines'],
    ['an unknown module', 'See [[nowhere]] [S1].', '[[nowhere]] is no module'],
    ['a path as a module', 'See [[../../etc/passwd]] [S1].', 'is no module'],
    ['HTML', 'A <b>bold</b> claim [S1].', 'HTML'],
    ['a script', 'A <script>alert(1)</script> [S1].', 'HTML'],
    ['an image', 'A ![x](y.png) [S1].', 'link'],
    ['a link', 'A [page](overview.md) [S1].', 'link'],
    ['a reference link', 'A [page][1] [S1].', 'link'],
    ['an address', 'A https://evil.example/ [S1].', 'link'],
    ['an address without a scheme', 'Ask evil-help.com/now [S1].', 'link'],
    ['an address of mail', 'Ask root@evil.example [S1].', 'link'],
    ['a script address', 'A javascript:alert(1) [S1].', 'link'],
    ['an address in code that is not in what is cited', 'It calls `https://evil.example/x` [S2].', 'https://evil.example/x does not stand in what the sentence cites'],
    ['a name that does not exist', 'The `LetterBox` keeps them [S1].', '`LetterBox` does not exist in this repository'],
    ['a member that does not exist', 'The `LetterQueue.putAll(letters)` adds [S1].', '`putAll` does not exist'],
    ['a name that only looks like a version', 'It has a `Queue2` [S1].', '`Queue2` does not exist'],
    ['an argument made up as a type', 'It takes `new Parcel(letter)` [S1].', '`Parcel` does not exist'],
    ['an option that does not exist', 'It takes `--slow` [S1].', '`--slow` does not exist'],
    ['a path that does not exist', 'It reads `/etc/passwd` [S1].', '`etc` does not exist'],
    ['a citation of what has nothing to do with it', 'The `PigeonTransport` is fast [S2].', 'The sentence about `PigeonTransport` cites `LetterQueue.take`'],
  ])('with %s loses that sentence alone', (_, bad, violation) => {
    const prose = read(`Good one [S1]. ${bad} Good two [S2].`)
    expect(prose.violations).toHaveLength(1)
    expect(prose.violations[0]).toContain(violation)
    expect(shown(soundProse(prose))).toEqual(['Good one {LetterQueue}. | Good two {take}.'])
  })

  it.each([
    '`true`', '`null`', '`HTTP 404`', '`npm install x --save-dev`', '`queue.put(job)`', '`LetterQueue::take`', '`new LetterQueue<string>()`', '`src/queue`', '`letter-queue.ts`', '`*.ts`', '`application/json`',
    '`--fast`', '`max-len`', '`trunk`', '`undici`', '`npm test`', '`@example/letterbox`', '`v1.2.3`', '`ES2022`', '`UTF-8`', '`Node 20`', '`Promise<Letter>`', '`undici.request`', '`T extends Letter`', '`>= 20`', 'socket.io', '`Map<string, number>`',
  ])('may say %s', (code) => expect(read(`It has ${code} [S1].`).violations).toEqual([]))

  it.each([
    ['the symbol itself', 'The `LetterQueue` waits [S1].'],
    ['what is in it', 'The `LetterQueue` hands out the oldest [S2].'],
    ['what holds it', 'With `take` one gets the oldest [S1].'],
    ['what refers to it', 'The `LetterQueue` is made first [S4].'],
    ['what it refers to', 'The `main` function makes one [S1].'],
    ['one of several that are named', 'The `PigeonTransport` and `LetterQueue` go together [S1].'],
    ['what mentions it in its comment', 'The `Letter` is what it keeps [S1].'],
    ['anything, where it may be a variable', 'The `queue` is full [S3].'],
  ])('may name a symbol and cite %s', (_, sentence) => expect(read(sentence).violations).toEqual([]))

  it('may have an address in code that stands in what is cited', () => {
    expect(read('See `https://example.org/queues` [S2].').violations).toEqual([])
  })

  it.each([
    ['a heading of another level', '# Owned'],
    ['a heading of another level', '#### Owned'],
    ['a heading of another level', 'Owned\n====='],
    ['a table', '| a | b |'],
    ['a code block', '```mermaid\ngraph TD\n```'],
    ['a code block', '~~~~\nnever closed\n\n# Not a heading'],
  ])('with %s loses it', (what, bad) => {
    const prose = read(`Good [S1].\n\n${bad}`)
    expect(prose.violations.some((violation) => violation.includes(what))).toBe(true)
    expect(prose.refused).toBe(1)
    expect(shown(soundProse(prose)).join(' ')).not.toMatch(/Owned$|graph|never closed|a \| b/)
    expect(shown(soundProse(prose))[0]).toBe('Good {LetterQueue}.')
  })

  it('loses a heading over nothing, one that claims by citing, and items that cite nothing', () => {
    expect(shown(soundProse(read('### One\n\nNothing here.\n\n### Two\n\nA claim [S1].\n\n### Three')))).toEqual(['### Two', 'A claim {LetterQueue}.'])
    expect(shown(soundProse(read('### Broken [S1]\n\nA claim [S1].')))).toEqual(['A claim {LetterQueue}.'])
    const list = read('These:\n- one [S1]\n- two')
    expect(list.violations).toEqual(['Nothing is cited in the list item that begins "two".'])
    expect(shown(soundProse(list))).toEqual(['These:', 'one {LetterQueue}'])
    expect(shown(soundProse(read('A claim [S1].\n\nThese:\n- one\n- two')))).toEqual(['A claim {LetterQueue}.'])
  })

  it('loses the items of a list that are too many', () => {
    const prose = read(Array.from({ length: 14 }, (_, at) => `- item ${at} [S1]`).join('\n'))
    expect(prose.violations).toEqual([expect.stringContaining('has 14 items; 12 at most')])
    expect(shown(soundProse(prose))).toHaveLength(12)
  })

  it('does not take code for HTML or links', () => {
    expect(read('A `Map<string, <b>>` and `[a](b)` and a < b, x[0], List<T> [S1].').violations).toEqual([])
  })

  it('loses a paragraph that cites nothing, also when only its citation was wrong', () => {
    expect(read('Nothing here.').violations[0]).toContain('Nothing is cited')
    expect(soundProse(read('Nothing here.\n\nA claim [S9]. And more.'))).toBeUndefined()
    expect(shown(soundProse(read('Nothing here.\n\nA claim [S2].')))).toEqual(['A claim {take}.'])
  })

  it('is read whatever it is, and what is kept breaks no rule', () => {
    const piece = fc.constantFrom('[S1]', '[S9]', '[S1:L2]', '[[transport]]', '[[x]]', '`', '``', '`nope`', '<b>', '](', '. ', 'A', '\n', '\n\n', '# ', '### ', '- ', '|', '```', '```diagram\n', '{"kind":', '\ue000', '\ue001', '**', ' ', ':')
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const kept = soundProse(read(pieces.join('')))
        for (const block of kept?.blocks ?? []) {
          const sentences = block.kind === 'heading' ? [block.sentence] : 'items' in block ? block.items.flat() : []
          for (const sentence of sentences) expect(sentence.violations).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })
})
