import { cruise } from 'dependency-cruiser'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'

it('has no cycle and no arrow that ARCHITECTURE.md does not draw', async () => {
  const rules = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as { forbidden: never[]; options: object }
  const { output } = await cruise(['src'], { ...rules.options, ruleSet: { forbidden: rules.forbidden }, validate: true })
  if (typeof output === 'string') throw new Error(output)
  // With a compiler it does not know, the tool sees nothing and is content.
  expect(output.summary.totalCruised).toBeGreaterThan(200)
  expect(output.summary.violations.map((one) => `${one.rule.name}: ${one.from} → ${one.to}`)).toEqual([])
}, 60_000)
