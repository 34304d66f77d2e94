import { afterAll, describe, expect, it } from 'vitest'
import { CodeLab, edges } from '../../test/support/code-analysis.js'

const { analyse, close } = new CodeLab()
afterAll(close)

describe('TypeScript: what the compiler knows and a syntax tree hides', () => {
  it('finds exported variables without a value, of a pattern and in a namespace, and methods of a type', async () => {
    const code = await analyse({
      'src/a.ts': 'export declare const known: string\nexport const { one, two: second, third = 3 } = { one: 1, two: 2 }\nexport const [first, , last] = [1, 2, 3]\nexport var old = 1\nexport namespace Kinds {\n  export const all = 1\n  const own = 2\n}\nexport type Store = { get(): string; size: number }\n',
    })
    expect(code.components.map(({ qualifiedName, kind, visibility }) => `${visibility} ${kind} ${qualifiedName}`)).toEqual([
      'public constant known',
      'public constant one',
      'public constant second',
      'public constant third',
      'public constant first',
      'public constant last',
      'public constant old',
      'public module Kinds',
      'public constant Kinds.all',
      'public type Store',
      'public method Store.get',
    ])
  })

  it('keeps the properties of an object type apart in a signature', async () => {
    const code = await analyse({ 'a.ts': 'export const jwt = (options: {\n  secret: Key\n  cookie?:\n    | string\n    | { key: string; of?: Key }\n  readonly alg: Alg\n}, more: number\n): Handler => run(options)\n' })
    expect(code.components[0]?.signature).toBe('export const jwt = (options: { secret: Key; cookie?: | string | { key: string; of?: Key }; readonly alg: Alg }, more: number ): Handler')
  })

  it('reads on after call signatures with type parameters', async () => {
    const code = await analyse({ 'src/a.ts': 'export interface Get<E> {\n  <K extends keyof E>(key: K): E[K]\n  <K>(key: K): unknown\n}\nexport class After<T> {\n  run(): void {}\n}\n' })
    expect(code.components.map(({ qualifiedName }) => qualifiedName)).toEqual(['Get', 'After', 'After.run'])
    expect(code.files[0]?.errorShare).toBe(0)
  })

  it('resolves calls of private members, and takes no type parameter for the type of the same name', async () => {
    const code = await analyse({
      'src/a.ts': "import type { Job } from './job.js'\nexport class Queue<Job> {\n  #push(job: Job): void {}\n  add(job: Job): void { this.#push(job) }\n}\nexport type First<T> = T extends [infer Job] ? Job : never\nexport type Kept = { [Job in 'a' | 'b']: Job }\nexport function plain(job: Job): void {}\n",
      'src/job.ts': 'export interface Job { id: string }\n',
    })
    expect(edges(code)).toEqual(['src/a.ts#Queue.add call src/a.ts#Queue.#push (self)'])
    expect(code.references.filter(({ kind }) => kind === 'type').map(({ from, to }) => `${from} ${to}`)).toEqual(['src/a.ts#plain src/job.ts#Job'])
  })

  it('follows modules that are handed on whole', async () => {
    const code = await analyse({
      'src/core.ts': 'export function parse(): void {}\n',
      'src/all.ts': "export * as core from './core.js'\nexport * from './more.js'\n",
      'src/more.ts': 'export function more(): void {}\n',
      'src/index.ts': "import * as z from './all.js'\nexport { z }\n",
      'src/use.ts': "import { z } from './index.js'\nexport function use(): void {\n  z.core.parse()\n  z.more()\n}\n",
    })
    expect(edges(code)).toEqual(['src/use.ts#use call src/core.ts#parse (import)', 'src/use.ts#use call src/more.ts#more (import)'])
  })

  it('means the type where a type is asked for, and the value elsewhere, of a module too', async () => {
    const code = await analyse({
      'src/core.ts': 'export interface Shape { id: string }\nexport const Shape = (): void => {}\n',
      'src/use.ts': "import * as core from './core.js'\nexport function use(shape: core.Shape): void {}\nexport function make(): void { core.Shape() }\n",
    })
    expect(code.references.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual(['src/use.ts#make call src/core.ts#Shape~2', 'src/use.ts#use type src/core.ts#Shape'])
  })

  it('counts constants that are read and functions that are handed on, and nothing that is hidden or only bound', async () => {
    const code = await analyse({
      'src/limits.ts': 'export const limit = 3\nexport function check(value: number): boolean { return value < limit }\n',
      'src/use.ts': "import { check, limit as most } from './limits.js'\nimport * as limits from './limits.js'\nexport function use(values: number[]) {\n  return values.filter(check).slice(most, limits.limit)\n}\nexport function own(check: () => void) {\n  const most = { check }\n  return [check, most]\n}\nexport { use as other }\n",
    })
    expect(edges(code)).toEqual([
      'src/limits.ts#check read src/limits.ts#limit (local)',
      'src/use.ts#use read src/limits.ts#check (import)',
      'src/use.ts#use read src/limits.ts#limit (import)',
    ])
    expect(code.references.find(({ from, to }) => from === 'src/use.ts#use' && to === 'src/limits.ts#limit')?.count).toBe(2)
  })

  it('ends its search for a name among files that all re-export one another', async () => {
    const count = 40
    const others = (own: number) => Array.from({ length: count }, (_, at) => (at === own ? '' : `export * from './m${at}.js'\n`)).join('')
    const barrels = Object.fromEntries(Array.from({ length: count }, (_, at) => [`src/m${at}.ts`, `${others(at)}export function own${at}(): void {}\n`]))
    const use = "import { nowhere, own39 } from './m0.js'\nimport * as all from './m1.js'\nexport function use(): void {\n  nowhere()\n  own39()\n  all.missing.thing()\n  all.own0()\n}\n"
    expect(edges(await analyse({ ...barrels, 'src/use.ts': use }))).toEqual(['src/use.ts#use call src/m0.ts#own0 (import)', 'src/use.ts#use call src/m39.ts#own39 (import)'])
  })

  it('reads exports that are nested endlessly as none', async () => {
    const depth = 50_000
    const code = await analyse({
      'package.json': `{"name":"deep","exports":{".":${'{"a":'.repeat(depth)}"./src/a.js"${'}'.repeat(depth)}}}`,
      'src/a.ts': 'export function run(): void {}\n',
      'src/use.ts': "import { run } from 'deep'\nexport function use(): void { run() }\n",
    })
    expect(edges(code)).toEqual([])
  })

  it('finds modules by the imports of a package and the exports of a workspace', async () => {
    const code = await analyse({
      'package.json': '{ "name": "root", "imports": { "#util": { "types": "./dist/util/index.d.ts", "default": "./dist/util/index.js" }, "#parts/*": "./src/parts/*.ts" } }',
      'src/util/index.ts': 'export const util = 1\n',
      'src/parts/one.ts': 'export const one = 1\n',
      'src/main.ts': "import '#util'\nimport '#parts/one'\nimport 'other'\nimport 'other/deep'\nimport 'other/any/thing'\nimport 'other/hidden'\nimport 'plain'\n",
      'packages/other/package.json': '{ "name": "other", "exports": { ".": { "import": "./dist/entry.mjs" }, "./deep": ["./source/deep.ts"], "./any/*": { "require": "./build/cjs/any/*.cjs" } } }',
      'packages/other/src/entry.ts': 'export {}\n',
      'packages/other/source/deep.ts': 'export {}\n',
      'packages/other/src/any/thing.ts': 'export {}\n',
      'packages/plain/package.json': '{ "name": "plain", "main": "lib/start.js" }',
      'packages/plain/lib/start.js': 'module.exports = {}\n',
    })
    expect(code.imports.map(({ specifier, targets }) => `${specifier} → ${targets.join(' ')}`)).toEqual([
      '#util → src/util/index.ts',
      '#parts/one → src/parts/one.ts',
      'other → packages/other/src/entry.ts',
      'other/deep → packages/other/source/deep.ts',
      'other/any/thing → packages/other/src/any/thing.ts',
      'other/hidden → ',
      'plain → packages/plain/lib/start.js',
    ])
  })
})
