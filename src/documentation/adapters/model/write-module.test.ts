import { describe, expect, it } from 'vitest'
import { letterboxCodeMap, letterboxSubject } from '../../../../test/support/letterbox-code-map.js'
import { pageRun } from '../../../../test/support/page-run.js'
import { prompts } from '../../../../test/support/prompts.js'
import { AppError } from '../../../platform/app-error.js'
import { planWiki } from '../../plan-wiki.js'
import { modelErrors, noUsage, type TextAnswer, type TextRequest } from '../../text-model.js'
import { writeModule, type WriteDeps } from './write-module.js'

const tooLong = new AppError('documentation/model-prompt-too-long', 'invalid', 'The prompt is too long.')

/** Letterbox, each of whose files is as large as said, and is so in truth: lines of 1,000 characters. */
function large(sizeBytes: number) {
  const code = letterboxCodeMap()
  return planWiki({ ...code, files: code.files.map((file) => (file.role === 'source' ? { ...file, sizeBytes } : file)) }, letterboxSubject)
}
const line = (path: string, at: number) => `${path} line ${at} `.padEnd(1_000, 'x')
const sources = Object.fromEntries(letterboxCodeMap().files.map(({ path }) => [path, Array.from({ length: 200 }, (_, at) => line(path, at + 1)).join('\n')]))

type Answer = (request: TextRequest, at: number) => Partial<TextAnswer> | Error

async function write(answer: Answer, plan = large(200_000), slug = 'queue', run = pageRun({ sources })) {
  const asked: TextRequest[] = []
  const deps: WriteDeps = {
    prompts,
    request: (_, prompt) => ({ model: 'm', system: 's', prompt, maxOutputTokens: 9, temperature: 0 }),
    complete: async (request) => {
      const given = answer(request, asked.push(request) - 1)
      if (given instanceof Error) throw given
      return { text: '', calls: [], isCut: false, usage: noUsage, ...given }
    },
  }
  const planned = plan.modulePages.find((page) => page.slug === slug) ?? expect.fail(slug)
  return { asked, run, written: await writeModule(plan, planned, deps, run) }
}

const isPart = ({ prompt }: TextRequest) => prompt.includes('too large to be read at once')
const page = { text: 'It keeps letters [S1]. It tells [S2].\n\nSUMMARY:\nKeeps letters.' }
const notes = { text: '`LetterQueue` keeps letters [S1].' }

describe('a module whose source no prompt holds', () => {
  it('is read in parts, whose notes go to the writer; no line of it is left out', async () => {
    const { asked, written, run } = await write((request) => (isPart(request) ? notes : page))
    const [parts, writing] = [asked.filter(isPart), asked.filter((one) => !isPart(one))]
    expect([parts.length, writing.length]).toEqual([3, 1])
    expect(writing[0]?.prompt).toContain('Notes by those who have read the source that does not stand below:\n\n`LetterQueue` keeps letters [S1].\n\n`LetterQueue` keeps letters [S1].')
    const shown = asked.map(({ prompt }) => prompt).join('\n')
    for (let at = 12; at <= 150; at += 1) expect(shown).toContain(line('src/queue/letter-queue.ts', at))
    for (const { prompt } of asked) expect(prompt.length).toBeLessThan(90_000)
    expect(written?.summary).toBe('Keeps letters.')
    expect(run.warnings).toEqual([])
  })

  it('may be looked up, and what a look-up names may be cited', async () => {
    const call = { name: 'find_symbol', input: '{"name":"PigeonTransport"}' }
    const { asked, written } = await write((request) =>
      isPart(request) ? notes : (request.turns ?? []).length === 0 ? { calls: [call] } : { text: 'Letters are delivered [S8]. It flies [S9].' },
    )
    const writing = asked.filter((one) => !isPart(one))
    expect(writing[0]?.tools?.map(({ name }) => name)).toEqual(['read_lines', 'find_symbol', 'callers', 'callees', 'search_text', 'list_directory', 'read_summary'])
    expect(writing[1]?.turns?.[0]?.results).toEqual([expect.stringMatching(/^- \[S8\] class `PigeonTransport`/)])
    expect(written?.prose?.verification.statements).toBe(1)
    expect(written?.summary).toBe('Letters are delivered.')
  })

  it('is written without look-ups by a model that knows none', async () => {
    const { asked, written } = await write((request) => (isPart(request) ? notes : request.tools === undefined ? page : modelErrors.refused('invalid', 'no tools here')))
    expect(written?.prose).toBeDefined()
    expect(asked.at(-1)?.prompt).not.toContain('look things up')
  })

  it('goes on without a part that cannot be read, and says so', async () => {
    let parts = 0
    const { written, run } = await write((request) => (isPart(request) && parts++ === 0 ? modelErrors.unusable('it is empty') : isPart(request) ? notes : page))
    expect(written?.prose).toBeDefined()
    expect(run.warnings).toEqual([expect.stringContaining('a part of its source was not read')])
  })

  it('halves a part that is too long for the model', async () => {
    const { asked, run } = await write((request) => (isPart(request) ? (request.prompt.length > 40_000 ? tooLong : notes) : page))
    expect(asked.filter((one) => isPart(one) && one.prompt.length <= 40_000).length).toBeGreaterThanOrEqual(4)
    expect(run.warnings).toEqual([])
  })
})

describe('a prompt that is too long for the model', () => {
  it.each([60_000, 30_000, 20_000])('is divided until it holds at most %i characters, and all of the source is read', async (limit) => {
    const { asked, written, run } = await write((request) => (request.prompt.length > limit ? tooLong : isPart(request) ? notes : page), large(200_000))
    expect(written?.prose).toBeDefined()
    expect(run.warnings).toEqual([])
    const shown = asked.filter(({ prompt }) => prompt.length <= limit).map(({ prompt }) => prompt).join('\n')
    for (let at = 12; at <= 150; at += 1) expect(shown).toContain(line('src/queue/letter-queue.ts', at))
  })

  it('costs the prose at last, not the job', async () => {
    await expect(write(() => tooLong)).rejects.toBe(tooLong)
  })
})

it('a cut answer is continued, and one that never ends is ended at a sentence and told', async () => {
  const { written, run } = await write((_, at) => ({ text: at === 0 ? 'It keeps letters [S1]. It hands' : ' them out [S1]. And th', isCut: true }), large(1_000), 'queue', pageRun())
  expect(written?.prose?.prose.blocks).toHaveLength(1)
  expect(written?.summary).toBe('It keeps letters. It hands them out.')
  expect(run.warnings).toEqual([expect.stringContaining('ends early')])
})

it('a page above others quotes their summaries instead of their source', async () => {
  const run = pageRun({ summaries: new Map([['queue', 'Keeps letters, durably.']]) })
  const { asked } = await write(() => ({ text: 'It sends letters [S1].' }), large(1_000), 'overview', run)
  expect(asked[0]?.prompt).toContain('- [[queue]] Queue (part of this): Keeps letters until somebody takes them, across restarts.\n  its summary: Keeps letters, durably.\n- [[transport]]')
  expect(asked[0]?.prompt).not.toContain('of src/queue/letter-queue.ts')
})

it('writes nothing once it was stopped', async () => {
  const stop = new AbortController()
  const run = pageRun({ sources, signal: stop.signal })
  await expect(write(() => (stop.abort(new Error('stopped')), tooLong), large(200_000), 'queue', run)).rejects.toThrow('stopped')
})
