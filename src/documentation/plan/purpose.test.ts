import { expect, test } from 'vitest'
import { codeMap, moduleNode, type FileSpec } from '../../../test/support/code-map-fixture.js'
import { indexCode } from './code-index.js'
import { purposeOf } from './purpose.js'
import { withoutSubject } from './purpose-subject.js'

function purpose(files: Readonly<Record<string, FileSpec>>, path = 'server'): string {
  const own = Object.keys(files).filter((file) => files[file]?.role !== 'docs')
  const code = codeMap({ files, modules: moduleNode('overview', [], [moduleNode('server', own, [], { path })]) })
  return purposeOf(code.modules.children[0] ?? code.modules, code, indexCode(code)).markdown
}

const go = (doc: string): FileSpec => ({ lines: 10, language: 'go', doc })

test('takes the package comment of Go without its subject, but not that of a program for the packages below it', () => {
  expect(purpose({ 'server/doc.go': go('Package server provides leases.\n\nMore.'), 'server/a.go': { lines: 90 } })).toBe('Provides leases.')
  expect(purpose({ 'server/doc.go': go('Package server is a set of leases.') })).toBe('A set of leases.')
  expect(purpose({ 'server/main.go': go('Package main is a wrapper.'), 'server/auth/a.go': { lines: 9 } })).not.toContain('wrapper')
})

test('takes what the README of the folder says before it composes a sentence', () => {
  const files = { 'server/README.md': { lines: 9, role: 'docs' as const, doc: 'Stores keys for all members.' }, 'server/a.go': { lines: 90 } }
  expect(purpose(files)).toBe('Stores keys for all members.')
})

test('ends a sentence before the list that it announces, or takes a short list in', () => {
  expect(purpose({ 'server/doc.go': go('Package server keeps the most critical data, with a focus on being:\n\n    code') })).toBe('Keeps the most critical data.')
  expect(purpose({ 'server/doc.go': go('Package server holds two things:\n\n- a store\n- a log') })).toBe('Holds two things: a store; a log.')
})

test('takes what is said of a type that is nearly all of the module, not of one beside others', () => {
  const type = (end: number): FileSpec => ({ lines: 100, components: [{ name: 'Flask', kind: 'class', lines: [5, end], doc: 'Implements an application and acts as its centre.' }] })
  expect(purpose({ 'server/app.py': type(95) })).toBe('Implements an application and acts as its centre.')
  expect(purpose({ 'server/app.py': type(40), 'server/b.py': { lines: 50 } })).toBe('Defines the class `Flask`.')
})

test.each([
  ['This module contains jobs.', 'contains jobs.'],
  ['Package jobs provides a queue.', 'provides a queue.'],
  ['This crate is currently a prototype.', 'This crate is currently a prototype.'],
  ['This module is currently a prototype.', 'This module is currently a prototype.'],
  ['This module is a prototype.', 'a prototype.'],
])('takes the subject off %j where what is left can stand alone', (text, expected) => {
  expect(withoutSubject(text)).toBe(expected)
})

test('says what the main types of an undescribed module are, without their names once more', () => {
  const type = (name: string, doc: string, at: number) => ({ name, kind: 'struct' as const, lines: [at, at + 8] as [number, number], doc })
  const components = [type('Able', 'Able ..', 1), type('Engine', "Engine is the framework's instance.\n\nMore.", 10), type('Group', 'Holds routes together.', 20)]
  expect(purpose({ 'server/a.go': { lines: 60, language: 'go', components } })).toBe("Defines 3 structs: `Able`, `Engine` (the framework's instance) and `Group`.")
  expect(purpose({ 'server/a.go': { lines: 60, language: 'go', components: components.slice(1) } })).toBe("Defines 2 structs: `Engine` (the framework's instance) and `Group` (holds routes together).")
})
