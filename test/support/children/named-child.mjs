// Answers with its process id, at once or after so many milliseconds.
import { serveRequests } from '../../../dist-modules/platform/child-pool.js'

serveRequests(async (delayMs) => {
  await new Promise((resolve) => setTimeout(resolve, delayMs))
  return process.pid
})
