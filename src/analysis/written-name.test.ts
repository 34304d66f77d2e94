import { expect, test } from 'vitest'
import type { ComponentKind } from './code-map.js'
import { writtenName } from './written-name.js'

test.each([
  ['src/job.ts', 'Job.run', 'method', 'Job.run'],
  ['src/job.rs', 'jobs.Job.run', 'method', 'jobs::Job::run'],
  ['lib/job.rb', 'Acme.Job.run', 'method', 'Acme::Job#run'],
  ['lib/job.rb', 'Acme.Job', 'class', 'Acme::Job'],
  ['src/job.h', 'Job.run', 'method', 'Job::run'],
  ['src/Job.php', 'Job.run', 'method', 'Job::run'],
  ['src/job.rs', 'run', 'function', 'run'],
] as const)('in %s, %s is written as people of the language do', (path, qualifiedName, kind: ComponentKind, expected) => {
  expect(writtenName({ path, qualifiedName, kind, name: qualifiedName.split('.').at(-1) ?? '' })).toBe(expected)
})
