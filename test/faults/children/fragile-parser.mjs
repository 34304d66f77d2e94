// A parser process that dies of what it is given: of a signal, or of its heap's limit.
import { serveRequests } from '../../../dist-modules/platform/child-pool.js'

serveRequests(async ({ files }, tell) => {
  for (const { path } of files) {
    if (path === 'crash.ts') process.kill(process.pid, 'SIGSEGV')
    if (path === 'memory.ts') for (const kept = []; ; ) kept.push(new Array(20_000_000).fill(1))
    await tell(`facts of ${path}`)
  }
})
