import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take more than half a minute, the slowest first: one that starts last keeps a core waiting for the other. */
const longest = [
  'test/e2e/chaos',
  'test/faults/disk',
  'test/faults/killed',
  'test/faults/many',
  'test/faults/web',
  'test/faults/cancel',
  'test/e2e/many-machines',
  'test/e2e/kill-server',
  'test/faults/power',
  'test/faults/stopped',
  'test/faults/database',
  'test/e2e/page-kinds',
  'test/attacks/hostile-files',
  'test/e2e/model-wiki',
]

/** Long files first, then as vitest does: by how long they took the last time, or by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other))
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = longest.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
  return rank === -1 ? longest.length : rank
}
