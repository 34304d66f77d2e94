import { afterAll, describe, expect, it } from 'vitest'
import { CodeLab, edges, remembering } from '../../test/support/code-analysis.js'
import type { CodeMap } from './code-map.js'

const { analyse, close } = new CodeLab()
afterAll(close)

describe('references', () => {
  it('TypeScript: through imports, re-exports, fields, inheritance and this', async () => {
    const code = await analyse({
      'src/base.ts': 'export class Base {\n  /** Stops. */\n  stop(): void {}\n}\n',
      'src/index.ts': "export { Base as Root } from './base.js'\n",
      'src/job.ts': "import { Root } from './index.js'\nimport { helper } from './helper'\nexport class Job extends Root {\n  private queue: Queue = new Queue()\n  run(): void {\n    this.stop()\n    this.queue.push()\n    helper()\n  }\n}\nclass Queue {\n  push(): void {}\n}\n",
      'src/helper.ts': 'export function helper(): void {}\n',
    })
    expect(edges(code)).toEqual([
      'src/job.ts#Job extends src/base.ts#Base (import)',
      'src/job.ts#Job new src/job.ts#Queue (local)',
      'src/job.ts#Job.run call src/base.ts#Base.stop (self)',
      'src/job.ts#Job.run call src/helper.ts#helper (import)',
      'src/job.ts#Job.run call src/job.ts#Queue.push (typed)',
    ])
  })

  it('Python: from-imports, modules and self', async () => {
    const code = await analyse({
      'pkg/__init__.py': 'from .core import Core\n',
      'pkg/core.py': '"""The core."""\nclass Core:\n    def go(self):\n        """Goes."""\n        return self.step()\n    def step(self):\n        return 1\n',
      'pkg/use.py': 'from pkg import Core\nfrom . import core\ndef use(core_: Core):\n    core_.go()\n    core.Core()\n',
    })
    expect(edges(code)).toEqual(['pkg/core.py#Core.go call pkg/core.py#Core.step (self)', 'pkg/use.py#use call pkg/core.py#Core (import)', 'pkg/use.py#use call pkg/core.py#Core.go (typed)'])
    expect(code.components.find(({ name }) => name === 'go')?.doc).toBe('Goes.')
  })

  it('Go: packages by go.mod, the same package without import, methods by receiver', async () => {
    const code = await analyse({
      'go.mod': 'module example.org/m\n\ngo 1.22\n',
      'db/db.go': 'package db\n\n// DB holds keys.\ntype DB struct{}\n\n// Open opens.\nfunc Open() *DB { return open() }\n\nfunc (d *DB) Close() {}\n',
      'db/open.go': 'package db\n\n// Opener opens.\ntype Opener interface {\n\t// Open says how.\n\tOpen() *DB\n}\ntype Any interface{}\n\nfunc open() *DB { return &DB{} }\n',
      'main.go': 'package main\n\nimport "example.org/m/db"\n\nfunc main() {\n\tdb.Open()\n}\n',
    })
    expect(code.components.filter(({ kind }) => kind === 'interface').map(({ signature, doc }) => [signature, doc])).toEqual([['type Opener interface', 'Opener opens.'], ['type Any interface{}', undefined]])
    expect(edges(code)).toEqual(['db/db.go#Open call db/open.go#open (package)', 'db/open.go#open new db/db.go#DB (package)', 'main.go#main call db/db.go#Open (import)'])
    expect(code.components.find(({ name }) => name === 'Close')?.qualifiedName).toBe('DB.Close')
  })

  it('Java and C: imports and packages; the linker', async () => {
    const code = await analyse({
      'src/main/java/a/A.java': 'package a;\nimport b.B;\npublic class A {\n  private B b;\n  /** Runs. */\n  public void run() { b.go(); own(); }\n  private void own() {}\n}\n',
      'src/main/java/b/B.java': 'package b;\npublic class B {\n  public void go() {}\n}\n',
      'c/dict.h': 'int dictAdd(int a);\n',
      'c/dict.c': '#include "dict.h"\n/* Adds. */\nint dictAdd(int a) { return helper(a); }\nstatic int helper(int a) { return a; }\n',
      'c/main.c': '#include "dict.h"\nint main(void) { return dictAdd(1); }\n',
    })
    expect(edges(code)).toEqual([
      'c/dict.c#dictAdd call c/dict.c#helper (local)',
      'c/main.c#main call c/dict.c#dictAdd (linker)',
      'src/main/java/a/A.java#A.run call src/main/java/a/A.java#A.own (self)',
      'src/main/java/a/A.java#A.run call src/main/java/b/B.java#B.go (typed)',
    ])
    expect(code.components.find(({ name }) => name === 'helper')?.visibility).toBe('private')
  })

  it('does not take a parameter for the function of the same name', async () => {
    const code = await analyse({ 'a.ts': 'export function done(): void {}\nexport function run(done: () => void): void {\n  done()\n}\n' })
    expect(edges(code)).toEqual([])
  })
})

describe('what authors wrote', () => {
  const docOf = (code: CodeMap, name: string) => code.components.find((component) => component.name === name)?.doc

  it('Go: comments of types, of single and of grouped declarations', async () => {
    const code = await analyse({
      'db/doc.go': '// Copyright 2015 The Authors\n\n// Package db keeps things.\npackage db\n',
      'db/db.go': 'package db\n\n// DB holds keys.\ntype DB struct{ n int }\n\ntype (\n\t// Key names a thing.\n\tKey string\n\tValue string\n)\n\n// Kinds of events.\nconst (\n\tPut = 1\n\t// Delete removes.\n\tDelete = 2\n)\n\nconst (\n\t// Only is alone.\n\tOnly = 1\n)\n',
    })
    expect(['DB', 'Key', 'Value', 'Put', 'Delete', 'Only'].map((name) => docOf(code, name))).toEqual([
      'DB holds keys.', 'Key names a thing.', undefined, 'Kinds of events.', 'Delete removes.', 'Only is alone.',
    ])
    expect(code.components.find(({ name }) => name === 'DB')?.signature).toBe('type DB struct')
    expect(code.files.find(({ path }) => path === 'db/doc.go')?.doc).toBe('Package db keeps things.')
  })

  it('Java: the documentation, not the remarks below it, nor a comment of something else above it', async () => {
    const code = await analyse({
      'A.java': '/**\n * Converts things.\n *\n * <p>And back.\n */\n// non-Javadoc:\n// <h2>Notes</h2> for {@link\n// whoever} works here\npublic class A {\n  /* Of the block below. */\n  // Runs it.\n  void run() {}\n}\n',
    })
    expect(['A', 'run'].map((name) => docOf(code, name))).toEqual(['Converts things.\n\n<p>And back.', 'Runs it.'])
  })

  it('C: what a file is for, not its licence, wherever it stands', async () => {
    const code = await analyse({
      'a.c': '/* Object implementation.\n *\n * Copyright (c) 2009, Somebody\n * All rights reserved.\n */\n#include "b.h"\nint a(void) { return 1; }\n',
      'b.c': '/*\n * Copyright (c) 2009, Somebody\n */\n\n/* Sorts things. */\n\n#include "b.h"\nint b(void) { return 1; }\n',
    })
    expect(code.files.map(({ doc }) => doc)).toEqual(['Object implementation.', 'Sorts things.'])
  })

  it('C: a main that only a test build compiles is no entry point', async () => {
    const code = await analyse({
      'crc.c': 'int crc(void) { return 1; }\n#ifdef CRC_TEST_MAIN\nint main(void) { return crc(); }\n#endif\n',
      'sip.c': '#if defined(SIP_TEST) && 1\nint main(void) { return 0; }\n#endif\n',
      'server.c': '#ifdef __linux__\nint main(void) { return 0; }\n#endif\n',
    })
    expect(code.project.entryPoints.map(({ path }) => path)).toEqual(['server.c'])
  })
})

describe('a code map', () => {
  const project = {
    'README.md': '# X\n\n[![badge](x)](y)\n\nX counts the things that people put into boxes and tells them how many.\n',
    'package.json': '{\n  "name": "x",\n  "description": "Counts things",\n  "scripts": {\n    "test": "vitest"\n  }\n}\n',
    LICENSE: 'MIT License\n',
    'src/a.ts': 'export const a = 1\n',
    'src/a.test.ts': "import { a } from './a'\n",
    'vendor/v.js': 'function v() {}\n',
    'error_exception.ts': 'export class FailedError {}\n',
  }

  it('knows the project from manifest, README and licence, each with its lines', async () => {
    const { project: facts } = await analyse(project)
    expect(facts.description).toEqual({ value: 'Counts things', path: 'package.json', startLine: 3, endLine: 3 })
    expect(facts.readmeSummary).toMatchObject({ startLine: 5, endLine: 5 })
    expect(facts.licence?.value).toBe('MIT')
    expect(facts.commands.map(({ value }) => value.command)).toEqual(['npm test'])
  })

  it('puts every source file into exactly one module, and no test or vendored file', async () => {
    const code = await analyse(project)
    const all = (node: CodeMap['modules']): string[] => [...node.files, ...node.children.flatMap(all)]
    expect(all(code.modules).sort()).toEqual(code.files.filter(({ role }) => role === 'source').map(({ path }) => path))
    expect(code.components.some(({ name }) => name === 'FailedError')).toBe(true)
  })

  it('counts benchmarks and fuzzers as tests, and code of editors and tools as a part of the build', async () => {
    const files = { 'src/a.py': 'x = 1\n', 'benchmark/b.py': 'y = 1\n', 'fuzz/c.py': 'z = 1\n', '.devcontainer/d.py': 'v = 1\n', 'benchmark.py': 'w = 1\n' }
    expect((await analyse(files)).files.map(({ path, role }) => `${role} ${path}`)).toEqual(['build .devcontainer/d.py', 'source benchmark.py', 'test benchmark/b.py', 'test fuzz/c.py', 'source src/a.py'])
  })

  it('is the same whatever the order of the files', async () => {
    const shuffled = Object.fromEntries(Object.entries(project).reverse())
    expect(JSON.stringify(await analyse(shuffled))).toBe(JSON.stringify(await analyse(project)))
  })

  it('refuses a repository without source, and one with too many files or too much text', async () => {
    await expect(analyse({ 'notes.txt': 'hello\n' })).rejects.toThrow(expect.objectContaining({ code: 'analysis/nothing-to-document' }))
    await expect(analyse(project, { maxFiles: 2 })).rejects.toThrow(expect.objectContaining({ code: 'analysis/too-many-files' }))
    await expect(analyse(project, { maxTotalBytes: 100 })).rejects.toThrow(expect.objectContaining({ code: 'analysis/too-much-text' }))
  })

  it('looks for a member among types that all inherit from one another once each', async () => {
    const others = Array.from({ length: 40 }, (_, at) => `I${at}`)
    const types = others.map((name) => `export interface ${name} extends ${others.filter((other) => other !== name).join(', ')} { of${name}(): void }`)
    const code = await analyse({ 'a.ts': `${types.join('\n')}\nexport function f(one: I0): void {\n  one.missing()\n  one.ofI39()\n}\n` })
    expect(code.references.filter(({ kind }) => kind === 'call').map(({ to }) => to)).toEqual(['a.ts#I39.ofI39'])
  })

  it('leaves out names that nobody writes, and what is nested deeper than anybody reads', async () => {
    const classes = Array.from({ length: 100 }, (_, at) => `${' '.repeat(at)}class C${at}:\n`).join('')
    const code = await analyse({ 'deep.py': `${classes}${' '.repeat(100)}pass\n`, 'long.py': `${'# A line.\n'.repeat(2_000)}def ${'n'.repeat(5_000)}():\n    pass\ndef short():\n    pass\n` })
    const names = code.components.map(({ name }) => name)
    expect(names).toContain('short')
    expect(names.filter((name) => name.length > 200)).toEqual([])
    expect(names.filter((name) => name.startsWith('C'))).toEqual(Array.from({ length: 32 }, (_, at) => `C${at}`))
  })

  // The parser works on the hostile one until its time is up; newer Nodes take two to three times as long as Node 20.
  it('P1, P2, P3: survives hostile files and says what it left out', { timeout: 180_000 }, async () => {
    const code = await analyse({
      'a.ts': 'export const a = 1\n',
      'binary.ts': Buffer.from([0, 1, 2, 0]),
      'minified.js': `var a=1;${'b();'.repeat(10_000)}`,
      'nested.js': `x = ${'['.repeat(50_000)}`.replaceAll(/(.{80})/g, '$1\n'),
      'invalid.py': Buffer.from([0xff, 0xfe, 0x64, 0x65, 0x66, 0x20, 0x66, 0x28]),
      'empty.go': '',
      'bom.ts': '\ufeffexport function bom(): void {}\r\n',
      __proto__x: 'x',
      'constructor.ts': 'export function constructor() {}\n',
      'large.ts': 'x'.repeat(2_000_000),
    })
    expect(code.skipped.map(({ path, reason }) => `${path} ${reason}`)).toEqual(expect.arrayContaining(['binary.ts binary', 'large.ts too-large', 'minified.js minified']))
    expect(code.components.map(({ name }) => name)).toEqual(expect.arrayContaining(['a', 'bom', 'constructor']))
  })

  it('keeps to include and exclude patterns', async () => {
    const code = await analyse(project, { include: ['src/**'], exclude: ['*.test.ts'] })
    expect(code.files.map(({ path }) => path)).toEqual(['src/a.ts'])
  })
})

it('says the same when everything was found before, also of files that are alike under several names', async () => {
  const lab = new CodeLab(remembering())
  const project = '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="A" Version="1" /></ItemGroup></Project>\n'
  const files = { 'Core/Core.csproj': project, 'Web/Web.csproj': project, 'requirements.txt': 'flask>=3\n', 'requirements-dev.txt': 'flask>=3\n', 'a.ts': 'export const a = 1\n', 'b.ts': 'export const a = 1\n' }
  const first = await lab.analyse(files)
  expect(first.surroundings.packages.map(({ path, name }) => [path, name])).toEqual(expect.arrayContaining([['Core/Core.csproj', 'Core'], ['Web/Web.csproj', 'Web']]))
  expect(await lab.analyse(files)).toEqual(first)
  await lab.close()
})
