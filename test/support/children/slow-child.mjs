// A child that waits as on a busy machine, or works without an end.
import { setTimeout } from 'node:timers/promises'
import { serveRequests } from '../../../dist-modules/platform/child-pool.js'

serveRequests(async (wanted) => {
  if (wanted === 'work') for (;;);
  await setTimeout(2_000)
  return 'waited for 2000 ms'
})
