// Usage: npm run bench -- jobs [--only embedded,servers,http,burst,scale,waiting,recovery,idle,cancel,health] [--jobs N] [--rounds N] [--stored N]
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { embedded, onPostgres, onRedis } from './contenders.js'
import { Lab } from './lab.js'
import { burstPart } from './parts/burst.js'
import { cancelPart } from './parts/cancel.js'
import { healthPart } from './parts/health.js'
import { httpPart } from './parts/http.js'
import { idlePart } from './parts/idle.js'
import { embeddedPart, serversPart } from './parts/queues.js'
import { recoveryPart } from './parts/recovery.js'
import { scalePart } from './parts/scale.js'
import { waitingPart } from './parts/waiting.js'
import { table, title, type Finding } from '../report.js'
import type { Sizes } from './scenarios.js'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    /** Put through each contender. */
    jobs: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    /** Most finished jobs that are stored when the growth of costs is measured. */
    stored: { type: 'string', default: '1000000' },
  },
})
const sizes: Sizes = { jobs: Number(values.jobs), rounds: Number(values.rounds), pickUps: 40, concurrency: 8, callers: 8 }
const lab = new Lab()
const notes = new Set<string>()

/** Every contender that this machine can run. */
async function allServers() {
  await lab.postgres()
  if ((await lab.redis()) !== undefined) return [...onPostgres, ...onRedis]
  notes.add('BullMQ: not measured: no redis-server here.')
  return onPostgres
}

const oneOfEach = async () => [...embedded, ...(await allServers())].filter(({ isVariant }) => !isVariant)

const parts: Readonly<Record<string, () => Promise<Finding[]>>> = {
  embedded: () => embeddedPart(lab, embedded, sizes),
  servers: async () => serversPart(lab, await allServers(), sizes),
  http: () => httpPart(lab),
  burst: () => burstPart(sizes.rounds),
  scale: () => scalePart(lab, Number(values.stored)),
  waiting: () => waitingPart(lab),
  recovery: async () => recoveryPart(lab, await oneOfEach()),
  idle: async () => idlePart(lab, await oneOfEach()),
  cancel: () => cancelPart(sizes.rounds),
  health: () => healthPart(sizes.rounds),
}
const wanted = values.only?.split(',') ?? Object.keys(parts)
const unknown = wanted.filter((name) => parts[name] === undefined)
if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)

const load = () => loadavg().map((value) => value.toFixed(1)).join(' ')
console.log(`${sizes.jobs} jobs, ${sizes.callers} callers, ${sizes.concurrency} at a time; ${cpus().length} cores, load ${load()}, Node ${process.version}\n`)
const findings: Finding[] = []
for (const name of wanted) findings.push(...((await parts[name]?.()) ?? []))
title('Goals')
table(['goal', 'measured', ''], findings.map(({ goal, figure, isMet }) => [goal, figure, isMet ? 'met' : '**missed**']))
for (const note of notes) console.log(`${note}\n`)
console.log(`Load at the end: ${load()}`)
await lab.close()
// Peers leave timers behind.
process.exit(0)
