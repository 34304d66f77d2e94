import type { Contender } from './engine.js'
import { bullmq } from './contenders/bullmq.js'
import { graphileWorker } from './contenders/graphile-worker.js'
import { liteque } from './contenders/liteque.js'
import { ourPostgres } from './contenders/our-postgres.js'
import { ourSqlite } from './contenders/our-sqlite.js'
import { pgBoss } from './contenders/pg-boss.js'
import { plainjob } from './contenders/plainjob.js'

export const embedded: readonly Contender[] = [
  ourSqlite('full'),
  plainjob('FULL'),
  liteque('FULL'),
  ourSqlite('normal'),
  plainjob('NORMAL'),
  liteque('NORMAL'),
]
export const onPostgres: readonly Contender[] = [ourPostgres, graphileWorker(false), graphileWorker(true), pgBoss(false), pgBoss(true)]
export const onRedis: readonly Contender[] = [bullmq]

export function contenderNamed(name: string): Contender {
  const found = [...embedded, ...onPostgres, ...onRedis].find((one) => one.name === name)
  if (found === undefined) throw new Error(`no contender is called ${name}`)
  return found
}
