import { expect, it } from 'vitest'
import { configTemplate } from './config-template.js'
import { joinSteering } from './join-steering.js'
import { readSteeringFiles } from './read-steering-files.js'

function readAll(files: Readonly<Record<string, string>>) {
  const warnings: string[] = []
  return { found: readSteeringFiles(new Map(Object.entries(files)), (sentence) => void warnings.push(sentence)), warnings }
}

it('reads every field in YAML, JSON and TOML alike', () => {
  const yaml = 'instructions: Say tenant.\naudience: operators\ndocument_type: api\nlanguage: German\ninclude: [src/**]\nexclude: old/\nfocus:\n  - src/core/**\npages:\n  - title: Plug-ins\n    purpose: How to write one\n    parent: Core\n    focus: [src/plugins/**]\n    notes: [Name the hooks.]\n'
  const toml = 'instructions = "Say tenant."\naudience = "operators"\ndocument_type = "api"\nlanguage = "Deutsch"\ninclude = ["src/**"]\nexclude = ["old/"]\nfocus = ["src/core/**"]\n[[pages]]\ntitle = "Plug-ins"\npurpose = "How to write one"\nparent = "Core"\nfocus = ["src/plugins/**"]\nnotes = ["Name the hooks."]\n'
  const expected = {
    wishes: {
      instructions: 'Say tenant.',
      audience: 'operators',
      documentType: 'api',
      language: 'de',
      focus: ['src/core/**'],
      pages: [{ title: 'Plug-ins', purpose: 'How to write one', parent: 'Core', focus: ['src/plugins/**'], notes: ['Name the hooks.'] }],
    },
    include: ['src/**'],
    exclude: ['old/'],
  }
  const json = JSON.stringify({ instructions: 'Say tenant.', audience: 'operators', documentType: 'api', language: 'de', include: ['src/**'], exclude: ['old/'], focus: ['src/core/**'], pages: expected.wishes.pages })
  for (const [name, text] of [['yml', yaml], ['yaml', yaml], ['json', json], ['toml', toml]] as const) {
    const { found, warnings } = readAll({ [`.codewiki/config.${name}`]: text })
    expect([name, warnings]).toEqual([name, []])
    expect(found).toEqual([{ path: `.codewiki/config.${name}`, ...expected }])
  }
})

it('warns of unknown keys with the nearest known one, and of wrong values, and uses the rest', () => {
  const { found, warnings } = readAll({ '.codewiki/config.yml': 'audiance: operators\ndocument_type: novel\nlanguage: klingonese\nfocus: [src/**, 7]\npages:\n  - titel: A\n    purpose: B\n  - {title: C, purpose: D}\n' })
  expect(found[0]?.wishes).toMatchObject({ audience: undefined, documentType: undefined, language: undefined, focus: ['src/**'], pages: [{ title: 'C', purpose: 'D' }] })
  expect(warnings).toEqual([
    '.codewiki/config.yml has a key that is not known: audiance. Did you mean audience?',
    expect.stringMatching(/^document_type in \.codewiki\/config\.yml is not used: .*"user-guide"/),
    expect.stringMatching(/^language in .* is not used: not a language/),
    expect.stringMatching(/^focus in .*, number 2 is not used/),
    'pages in .codewiki/config.yml, number 1 has a key that is not known: titel. Did you mean title?',
    expect.stringMatching(/^pages in .*, number 1 is not used: title: /),
  ])
})

it.each([
  ['no YAML', { '.codewiki/config.yml': 'a: [1, 2' }, /cannot be read.*line 1, column \d+$/],
  ['no object', { '.codewiki/config.json': '[1]' }, /should hold keys and values/],
  ['brackets without end', { '.codewiki/config.yml': '['.repeat(100_000) }, /deeper than a person/],
  ['lists in lists without end', { '.codewiki/config.yml': '- '.repeat(60_000) }, /cannot be read|should hold/],
  ['aliases of aliases', { '.codewiki/config.yml': `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${`*${'abcdefgh'[at] ?? ''},`.repeat(9)}]`).join('\n')}` }, /cannot be read/],
  ['no JSON', { '.devin/wiki.json': '{' }, /cannot be read/],
  ['too many words', { '.codewiki/instructions.md': 'word '.repeat(3_000) }, /is not used/],
])('goes on when a file is damaged or hostile: %s', (_name, files, warning) => {
  const started = process.cpuUsage()
  const { found, warnings } = readAll(files)
  expect(found).toEqual([])
  expect(warnings.join('\n')).toMatch(warning)
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000)
})

it('fills the log with no more than a few lines', () => {
  const { warnings } = readAll({ '.codewiki/config.json': JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`key${at}`, at]))) })
  expect(warnings).toHaveLength(20)
})

it('reads the notes and pages of .devin/wiki.json', () => {
  const wiki = {
    repo_notes: [{ content: 'The cui folder matters most.', author: 'Lead' }, { content: 'Skip legacy.' }],
    pages: [{ title: 'Login', purpose: 'How people get in', parent: null, page_notes: [{ content: 'Name the cookie.' }] }],
    extra: 1,
  }
  const { found, warnings } = readAll({ '.devin/wiki.json': JSON.stringify(wiki) })
  expect(found).toEqual([
    {
      path: '.devin/wiki.json',
      wishes: { instructions: 'The cui folder matters most.\n\nSkip legacy.', focus: [], pages: [{ title: 'Login', purpose: 'How people get in', focus: [], notes: ['Name the cookie.'] }] },
      include: [],
      exclude: [],
    },
  ])
  expect(warnings).toEqual(['.devin/wiki.json has a key that is not known: extra.'])
})

it('takes out characters that hide what a text says', () => {
  const { found } = readAll({ '.codewiki/config.json': JSON.stringify({ audience: 'ope\u202erators\u200b\u0007' }) })
  expect(found[0]?.wishes.audience).toBe('operators')
})

it('puts the job over .codewiki over .devin, and keeps instructions, focus and pages of all', () => {
  const { found } = readAll({
    '.codewiki/config.yml': 'audience: operators\ndocument_type: developer\nfocus: [src/a/**]\npages: [{title: Login, purpose: Ours}]\n',
    '.codewiki/instructions.md': 'Be brief.',
    '.devin/wiki.json': JSON.stringify({ repo_notes: [{ content: 'Be long.' }], pages: [{ title: 'login', purpose: 'Theirs' }, { title: 'Other', purpose: 'Theirs' }] }),
  })
  const steering = joinSteering({ audience: 'children', focus: ['src/b/**'], pages: [] }, found)
  expect(steering.audience).toEqual({ value: 'children', from: 'job' })
  expect(steering.documentType).toEqual({ value: 'developer', from: '.codewiki/config.yml' })
  expect(steering.instructions).toEqual([
    { value: 'Be brief.', from: '.codewiki/instructions.md' },
    { value: 'Be long.', from: '.devin/wiki.json' },
  ])
  expect(steering.focus).toEqual(['src/b/**', 'src/a/**'])
  expect(steering.pages.map(({ value, from }) => [value.title, value.purpose, from])).toEqual([
    ['Login', 'Ours', '.codewiki/config.yml'],
    ['Other', 'Theirs', '.devin/wiki.json'],
  ])
})

it('asks for nothing in the file that `codewiki init` writes, until lines are uncommented', () => {
  expect(readAll({ '.codewiki/config.yml': configTemplate })).toEqual({ found: [], warnings: [] })
  const { found, warnings } = readAll({ '.codewiki/config.yml': configTemplate.replace(/^# (?=[a-z_]+:(?! orders)|  )/gm, '') })
  expect(warnings).toEqual([])
  expect(found[0]).toMatchObject({ include: ['src/**'], wishes: { documentType: 'developer', language: 'en', pages: [{ title: 'How a request travels', parent: 'overview' }] } })
})
