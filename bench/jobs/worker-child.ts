// A worker process of any contender: says when a job starts, on the clock that all processes share. Jobs end at once, or never.
import { contenderNamed } from './contenders.js'
import type { Place } from './engine.js'
import type { WorkerMessage } from './worker-process.js'

const { name, place, concurrency, holds } = JSON.parse(process.argv[2] ?? '') as {
  readonly name: string
  readonly place: Place
  readonly concurrency: number
  readonly holds: boolean
}
const tell = (message: WorkerMessage) => process.send?.(message)
process.on('disconnect', () => process.exit(0))
const queue = await contenderNamed(name).open(place, { kind: 'worker' })
await queue.work(concurrency, (id) => {
  tell({ started: id, atMs: Number(process.hrtime.bigint()) / 1e6 })
  return holds ? new Promise(() => undefined) : Promise.resolve()
})
tell('ready')
