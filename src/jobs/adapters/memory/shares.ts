import type { Shares } from '../../fair-turn.js'
import type { JobRecord } from '../../job-record.js'
import type { JobMemory } from './context.js'

export function sharesOf({ records, turns }: JobMemory): Shares {
  const running = [...records.values()].filter((job) => job.status === 'processing')
  const share = (kind: 'submitter' | 'host', name: string, is: (job: JobRecord) => boolean) => ({
    running: running.filter(is).length,
    lastTurn: turns.get(`${kind} ${name}`) ?? 0,
  })
  return {
    running: running.length,
    turns: Math.max(0, ...turns.values()),
    submitter: (name) => share('submitter', name, (job) => job.submitter === name),
    host: (name) => share('host', name, (job) => job.subject.host === name),
  }
}
