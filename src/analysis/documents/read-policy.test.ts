import { expect, test } from 'vitest'
import { readPolicy } from './read-policy.js'

test('reads what a policy says of reporting, with its addresses and lines', () => {
  const policy = readPolicy(
    ['# Security Policy', '', '## Supported Versions', '', '| Version |', '| --- |', '', '## Reporting a vulnerability', '', 'Please report it to [our team](mailto:security@example.org)', 'or at <https://example.org/report>.', '', 'We answer within a week.', ''].join('\n'),
  )
  expect(policy?.said).toEqual([{ text: 'Please report it to our team or at https://example.org/report.', line: 10 }])
  expect(policy?.contacts).toEqual([{ text: 'security@example.org', line: 10 }, { text: 'https://example.org/report', line: 11 }])
})

test('says nothing of a file without a word on reporting', () => {
  expect(readPolicy('# Security\n\nTo be written.\n\n```\nreport me@example.org\n```\n')).toBeUndefined()
})
