import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

import { bootId } from './boot-id.js'

it('is the same in every process of a boot', () => {
  const script = `import('${new URL('../../dist-modules/platform/boot-id.js', import.meta.url).href}').then(({ bootId }) => process.stdout.write(bootId()))`
  expect(bootId()).toMatch(/\S{8,}/)
  expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe(bootId())
})
