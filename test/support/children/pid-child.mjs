// A child that says which process it is, after a moment.
import { setTimeout } from 'node:timers/promises'
import { serveRequests } from '../../../dist-modules/platform/child-pool.js'

serveRequests(async () => {
  await setTimeout(50)
  return process.pid
})
