import { describe, expect, it } from 'vitest'
import { prompts } from '../../../../test/support/prompts.js'
import { noUsage, type TextAnswer, type TextRequest } from '../../text-model.js'
import { converse, toolLimits, untilLastSentence } from './converse.js'
import type { Toolbox } from './tools/toolbox.js'

const request: TextRequest = { model: 'm', system: 's', prompt: 'p', maxOutputTokens: 10, temperature: 0 }
const answer = (text: string, more: Partial<TextAnswer> = {}): TextAnswer => ({ text, calls: [], isCut: false, usage: noUsage, ...more })
const looksUp = (...names: string[]) => answer('', { calls: names.map((name) => ({ name, input: '{}' })) })

function answering(answers: (asked: TextRequest, at: number) => TextAnswer): { readonly asked: TextRequest[]; readonly complete: (asked: TextRequest) => Promise<TextAnswer> } {
  const asked: TextRequest[] = []
  return { asked, complete: async (one) => answers(one, asked.push(one) - 1) }
}

const tools: Toolbox = { definitions: [{ name: 'callers', description: 'd', input: {} }], call: async ({ name }) => `result of ${name}` }

describe('a conversation', () => {
  it('answers all that a turn asks for, and goes on until there is text', async () => {
    const { asked, complete } = answering((_, at) => (at === 0 ? looksUp('callers', 'callees') : answer('Done.')))
    expect((await converse(request, { complete, prompts, tools })).text).toBe('Done.')
    expect(asked[1]).toEqual({ ...request, tools: tools.definitions, turns: [{ text: '', calls: looksUp('callers', 'callees').calls, results: ['result of callers', 'result of callees'] }] })
  })

  it('says when the turns are used up, and takes no more', async () => {
    const endless = answering(() => looksUp('callers'))
    await expect(converse(request, { ...endless, prompts, tools })).rejects.toMatchObject({ code: 'documentation/model-answer-unusable' })
    expect(endless.asked).toHaveLength(toolLimits.turns + 1)
    expect(endless.asked.at(-1)?.turns?.at(-1)?.reply).toBe(prompts.render('stop-tools', {}))
    const late = answering((_, at) => (at < toolLimits.turns ? looksUp('callers') : answer('At last.')))
    expect((await converse(request, { ...late, prompts, tools })).text).toBe('At last.')
  })

  it('stops when the results are too long, whatever is asked', async () => {
    const { asked, complete } = answering((_, at) => (at === 0 ? looksUp('a', 'b', 'c') : answer('Done.')))
    await converse(request, { complete, prompts, tools: { ...tools, call: async () => 'x'.repeat(25_000) } })
    expect(asked[1]?.turns?.[0]?.results.map(({ length }) => length)).toEqual([25_000, 25_000, 50])
    expect(asked[1]?.turns?.[0]?.reply).toBeDefined()
  })

  it('has an answer continued that was cut, without what is said twice', async () => {
    const { asked, complete } = answering((_, at) => (at === 0 ? answer('The first sentence. The second', { isCut: true }) : answer('The second sentence.')))
    expect(await converse(request, { complete, prompts, tools: undefined })).toMatchObject({ text: 'The first sentence. The second sentence.', isCut: false })
    expect(asked[1]?.turns).toEqual([{ text: 'The first sentence. The second', calls: [], results: [], reply: prompts.render('continue', {}) }])
  })

  it('drops the last sentence when it is cut again', async () => {
    const { complete } = answering((_, at) => answer(at === 0 ? 'One [S1]. Tw' : 'o [S2]. Thr', { isCut: true }))
    expect(await converse(request, { complete, prompts, tools: undefined })).toMatchObject({ text: 'One [S1]. Two [S2].', isCut: true })
  })
})

it.each([
  ['One. Two [S1]. Thr', 'One. Two [S1].'],
  ['One. Two. [S1][S2] Thr', 'One. Two. [S1][S2]'],
  ['nothing whole', ''],
])('of "%s" the whole sentences are "%s"', (text, whole) => expect(untilLastSentence(text)).toBe(whole))
